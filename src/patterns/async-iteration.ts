import { checkFunction, checkKind, checkWhole } from "../core/checks.ts";
import {
  checkSource,
  type ClosableIterator,
  isAsync,
  type Source,
} from "./closable-iterator.ts";
import { reading } from "./inlet.ts";

/**
 * The items as an array: Python's `[item async for item in source]`,
 * https://docs.python.org/3/reference/expressions.html#displays-for-lists-sets-and-dictionaries
 *
 * @throws TypeError if the source cannot be iterated
 */
export function toArray<T>(source: Source<T>): Promise<Awaited<T>[]> {
  const items: Awaited<T>[] = [];
  return collect(source, items, (item) => items.push(item));
}

/**
 * The items as a set: Python's `{item async for item in source}`.
 *
 * @throws TypeError if the source cannot be iterated
 */
export function toSet<T>(source: Source<T>): Promise<Set<Awaited<T>>> {
  const items = new Set<Awaited<T>>();
  return collect(source, items, (item) => items.add(item));
}

/**
 * The pairs as a map: Python's `{key: value async for key, value in source}`. The last value of a key stays.
 *
 * @throws TypeError if the source cannot be iterated, or an item is no pair; then the source is closed
 */
export function toMap<K, V>(
  source: Source<readonly [K, V]>,
): Promise<Map<K, V>> {
  const items = new Map<K, V>();
  return collect(source, items, (pair) => {
    checkKind(
      Array.isArray(pair),
      "collect",
      "each item must be a pair [key, value]",
      pair,
    );
    items.set(pair[0], pair[1]);
  });
}

async function collect<T, Items>(
  source: Source<T>,
  items: Items,
  add: (item: Awaited<T>) => void,
): Promise<Items> {
  checkSource("collect", source);
  if (isAsync(source)) {
    for await (const item of source) {
      add(item);
    }
  } else {
    // A `for await` would do, but up to Node 22 it leaves a source open whose item is a promise that rejects.
    for (const item of source) {
      add(await item);
    }
  }
  return items;
}

/**
 * The items, each passed through `fn`: Python's `(fn(item) async for item in source)`.
 *
 * - Lazy: an item is fetched when one is asked for, and `fn` has finished with it before the next is fetched.
 * - Left early, also before its first item, or failed in `fn`, it closes its source, and so it does where an item is a promise
 *   that rejects. A stream of Node's is destroyed.
 * - Left while it waits for the source, it ends that wait, and closes the source. What can be interrupted, such as a queue's
 *   loop, a stream or another of these, gives no more items then. An ordinary generator cannot: it has a turn to close, else it
 *   does so behind its next item, which nobody gets.
 *
 * @throws TypeError if the source cannot be iterated or `fn` is no function
 */
export function map<T, U>(
  source: Source<T>,
  fn: (item: Awaited<T>) => PromiseLike<U> | U,
): ClosableIterator<Awaited<U>> {
  checkFunction("map", "fn", fn);
  return reading("map", source, { map: fn });
}

/**
 * The items for which `keep` holds: Python's `(item async for item in source if keep(item))`.
 *
 * - Lazy, and closes its source, as `map`.
 *
 * @throws TypeError if the source cannot be iterated or `keep` is no function
 */
export function filter<T, Kept extends Awaited<T>>(
  source: Source<T>,
  keep: (item: Awaited<T>) => item is Kept,
): ClosableIterator<Kept>;
export function filter<T>(
  source: Source<T>,
  keep: (item: Awaited<T>) => PromiseLike<boolean> | boolean,
): ClosableIterator<Awaited<T>>;
export function filter<T>(
  source: Source<T>,
  keep: (item: Awaited<T>) => PromiseLike<boolean> | boolean,
): ClosableIterator<Awaited<T>> {
  checkFunction("filter", "keep", keep);
  return reading("filter", source, { keep });
}

/**
 * The first items. It fetches exactly `count` of them (fewer where the source ends), then closes its source.
 *
 * @param count a whole number from 0 on; `Infinity` takes all
 * @throws TypeError if the source cannot be iterated, RangeError if count is not such a number
 */
export function take<T>(
  source: Source<T>,
  count: number,
): ClosableIterator<Awaited<T>> {
  if (count !== Infinity) {
    checkWhole("take", "count", count, 0);
  }
  return reading("take", source, { most: count });
}
