import { checkSource } from "./async-iteration.ts";
import type { ClosableIterator, ItemOf, Source } from "./closable-iterator.ts";
import { type Answer, type Inlet, Inlets } from "./inlet.ts";

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
  sources.forEach((source) => checkSource("merge", source));
  const inlets = new Inlets<unknown, Answer<unknown>>("merge", sources);
  return inlets.readBy(merged(inlets)) as ClosableIterator<
    ItemOf<Sources[number]>
  >;
}

async function* merged(
  inlets: Inlets<unknown, Answer<unknown>>,
): AsyncGenerator<unknown, void, undefined> {
  const ask = (inlet: Inlet<unknown>) => inlets.add(inlet.next());
  inlets.all.forEach(ask);
  for await (const { from, done, value } of inlets) {
    if (!done) {
      yield value;
      ask(from);
    }
  }
}
