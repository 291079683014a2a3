import { Fifo } from "../core/fifo.ts";
import { checkSource } from "./async-iteration.ts";
import {
  closable,
  type ClosableIterator,
  type ItemOf,
  type Source,
} from "./closable-iterator.ts";
import { Bell, closedAfter, closeOrThrow, Inlet } from "./inlet.ts";

/**
 * The items of all sources, each as it comes.
 *
 * - Whoever is ready first comes first. A source is asked for its next item once the last one was taken and another is
 *   wanted, so none is ever more than one item ahead.
 * - It ends when all sources have ended. The first that fails ends it with its error.
 * - Left early, or failed, it closes all sources, before the loop is left: also one that waits, where that can be
 *XX Errors of closing come beside the first one, in a SuppressedError.
 *
 * @throws TypeError if a source cannot be iterated
 */
export function merge<Sources extends readonly Source<unknown>[]>(
  ...sources: Sources
): ClosableIterator<ItemOf<Sources[number]>> {
  sources.forEach((source) => checkSource("merge", source));
  const merging = new Merging<ItemOf<Sources[number]>>(
    sources.map((source) => new Inlet(source)),
  );
  return closable(merging.items(), () => merging.end());
}

/** What a source has answered, or that it failed. */
type Answer<T> =
  | { readonly inlet: Inlet<T>; readonly result: IteratorResult<T, undefined> }
  | { readonly error: unknown };

class Merging<T> {
  readonly #inlets: readonly Inlet<T>[];
  readonly #answers = new Fifo<Answer<T>>();
  readonly #bell = new Bell();

  constructor(inlets: readonly Inlet<T>[]) {
    this.#inlets = inlets;
  }

  async *items(): AsyncGenerator<T, void, undefined> {
    try {
      let open = this.#inlets.length;
      this.#inlets.forEach((inlet) => this.#ask(inlet));
      while (open > 0) {
        if (this.#answers.size === 0 && !(await this.#bell.rings())) {
          return;
        }
        const answer = this.#answers.shift();
        if ("error" in answer) {
          throw answer.error;
        }
        const { inlet, result } = answer;
        if (result.done === true) {
          open--;
        } else {
          yield result.value;
          this.#ask(inlet);
        }
      }
    } catch (error) {
      throw await closedAfter(error, this.#inlets);
    }
  }

  async end(): Promise<void> {
    this.#bell.stop();
    await closeOrThrow(this.#inlets);
  }

  #ask(inlet: Inlet<T>): void {
    inlet.ask().then(
      (result) => this.#note({ inlet, result }),
      (error: unknown) => this.#note({ error }),
    );
  }

  #note(answer: Answer<T>): void {
    this.#answers.push(answer);
    this.#bell.ring();
  }
}
