import type { ClosableIterator, ItemOf, Source } from "./closable-iterator.ts";
import { resultOf } from "./awaitables.ts";
import { closeAll, type Inlets, readingAll } from "./inlet.ts";

/**
 * The items of all sources, each as it comes.
 *
 * - Whoever is ready first comes first. A source is asked for its next item once the last one was taken and another is
 *   wanted, so none is ever more than one item ahead.
 * - It ends when all sources have ended. The first that fails ends it with its error.
 * - Left early, or failed, it closes all sources, before the loop is left: also one that waits, where that can be
 *   interrupted. Errors of closing come beside the first one, in a SuppressedError.
 *
 * @throws TypeError if a source cannot be iterated
 */
export function merge<Sources extends readonly Source<unknown>[]>(
  ...sources: Sources
): ClosableIterator<ItemOf<Sources[number]>> {
  return readingAll("merge", sources, merged) as ClosableIterator<
    ItemOf<Sources[number]>
  >;
}

async function* merged(
  inlets: Inlets<unknown>,
): AsyncGenerator<unknown, void, undefined> {
  const { all, answers } = inlets;
  try {
    all.forEach((_, at) => void inlets.ask(at));
    for (let open = all.length; open;) {
      if (!answers.size && !(await inlets.rings("merge"))) {
        return;
      }
      const [at, answer] = answers.shift();
      if (!answer.done) {
        yield resultOf(answer);
        void inlets.ask(at);
      } else {
        open--;
      }
    }
  } catch (error) {
    await closeAll(all, [error]);
  }
}
