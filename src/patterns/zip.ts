import type { ClosableIterator, ItemOf, Source } from "./closable-iterator.ts";
import { resultOf } from "./awaitables.ts";
import { closeAll, type Inlets, readingAll } from "./inlet.ts";

/** An item of each source. */
type Row<Sources extends readonly Source<unknown>[]> = {
  -readonly [Index in keyof Sources]: ItemOf<Sources[Index]>;
};

/**
 * One item of each source at a time, as Python's zip.
 *
 * - All sources are asked at once, for one item each, and for the next ones when another row is wanted.
 * - It ends with the shortest source: what the others have given by then is dropped. The first failure ends it.
 * - It closes all sources, as `merge` does, also at its end.
 *
 * @throws TypeError if a source cannot be iterated
 */
export function zip<const Sources extends readonly Source<unknown>[]>(
  ...sources: Sources
): ClosableIterator<Row<Sources>> {
  return readingAll("zip", sources, zipped) as ClosableIterator<Row<Sources>>;
}

async function* zipped(
  inlets: Inlets<unknown>,
): AsyncGenerator<unknown[], void, undefined> {
  const { all, answers } = inlets;
  try {
    while (all.length) {
      const row: unknown[] = [];
      all.forEach((_, at) => void inlets.ask(at));
      for (let left = all.length; left; left--) {
        if (!answers.size && !(await inlets.rings("zip"))) {
          return;
        }
        const [at, answer] = answers.shift();
        if (answer.done) {
          await closeAll(all);
          return;
        }
        row[at] = resultOf(answer);
      }
      yield row;
    }
  } catch (error) {
    await closeAll(all, [error]);
  }
}
