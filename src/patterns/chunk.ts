import { checkWhole } from "../core/checks.ts";
import { type ClosableIterator, type Source } from "./closable-iterator.ts";
import { reading } from "./inlet.ts";

/**
 * The items in arrays of so many; the last array may have fewer. It is itertools.batched of Python 3.12:
 * https://docs.python.org/3/library/itertools.html#itertools.batched
 *
 * - Lazy, and closes its source, as `map`. Where the source fails, the items of an array that is not full are dropped.
 *
 * @param size a whole number from 1 on
 * @throws TypeError if the source cannot be iterated, RangeError if size is not such a number
 */
export function chunk<T>(
  source: Source<T>,
  size: number,
): ClosableIterator<Awaited<T>[]> {
  checkWhole("chunk", "size", size, 1);
  return reading("chunk", source, { size });
}
