import { Fifo } from "../core/fifo.ts";
import { checkSource } from "./async-iteration.ts";
import {
  closable,
  type ClosableIterator,
  type ItemOf,
  type Source,
} from "./closable-iterator.ts";
import { type Inlet, Inlets } from "./inlet.ts";

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
  const inlets = new Inlets(sources);
  return closable(
    merged(inlets) as AsyncGenerator<ItemOf<Sources[number]>, void, undefined>,
    () => inlets.end(),
  );
}

/** What a source has answered, or that it failed. */
type Answer =
  | {
      readonly inlet: Inlet<unknown>;
      readonly result: IteratorResult<unknown>;
    }
  | { readonly error: unknown };

async function* merged(
  inlets: Inlets<unknown>,
): AsyncGenerator<unknown, void, undefined> {
  const answers = new Fifo<Answer>();
  const note = (answer: Answer): void => {
    answers.push(answer);
    inlets.ring();
  };
  const ask = (inlet: Inlet<unknown>): void => {
    inlet.ask().then(
      (result) => note({ inlet, result }),
      (error: unknown) => note({ error }),
    );
  };
  try {
    let open = inlets.all.length;
    inlets.all.forEach(ask);
    while (open > 0) {
      if (answers.size === 0 && !(await inlets.rings("merge"))) {
        return;
      }
      const answer = answers.shift();
      if ("error" in answer) {
        throw answer.error;
      }
      if (answer.result.done) {
        open--;
      } else {
        yield answer.result.value;
        ask(answer.inlet);
      }
    }
  } catch (error) {
    await inlets.close(error);
  }
}
