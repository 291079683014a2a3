import { withEarlier } from "./async-context-manager.ts";
import {
  endsAtOnce,
  isAsync,
  isStream,
  type Source,
} from "./closable-iterator.ts";
import { nextTurn } from "./sleep.ts";

/** A source that is read ahead, or beside others; its items are a `T` each, once they are awaited. */
export class Inlet<T> {
  readonly #source: Source<unknown>;
  #iterator: AsyncIterator<unknown> | Iterator<unknown> | undefined;
  /** It was asked for an item and has not answered. */
  #isAsked = false;
  #isOver = false;

  constructor(source: Source<unknown>) {
    this.#source = source;
  }

  /** Asks for the next item, as `for await` does. */
  async ask(): Promise<IteratorResult<T, undefined>> {
    this.#isAsked = true;
    try {
      const { done, value } = await this.#open().next();
      const item = done === true ? undefined : await value;
      this.#isOver ||= done === true;
      return done === true
        ? { done, value: undefined }
        : { done: false, value: item as T };
    } catch (error) {
      this.#isOver = true;
      throw error;
    } finally {
      this.#isAsked = false;
    }
  }

  /**
   * Closes the source unless it has ended. Resolves once it is closed. One that waits and cannot be interrupted has a turn
   * for that, and then closes on its own.
   */
  async close(): Promise<void> {
    if (this.#isOver) {
      return;
    }
    this.#isOver = true;
    const iterator = this.#open();
    const canEnd = !this.#isAsked || endsAtOnce(this.#source, iterator);
    const closed = (async () => void (await iterator.return?.()))();
    if (isStream(this.#source)) {
      this.#source.destroy(); // its iterator does so only between two items
    }
    closed.catch(() => {}); // it may come too late to be told of
    await (canEnd ? closed : Promise.race([closed, nextTurn()]));
  }

  #open(): AsyncIterator<unknown> | Iterator<unknown> {
    const source = this.#source;
    return (this.#iterator ??= isAsync(source)
      ? source[Symbol.asyncIterator]()
      : source[Symbol.iterator]());
  }
}

/** Rings for one who waits, until it is stopped. */
export class Bell {
  #hear: ((rings: boolean) => void) | undefined;
  #isStopped = false;

  /** @returns whether it rings; false once it is stopped */
  rings(): Promise<boolean> {
    return new Promise((resolve) => {
      if (this.#isStopped) {
        resolve(false);
      } else {
        this.#hear = resolve;
      }
    });
  }

  ring(): void {
    this.#hear?.(!this.#isStopped);
    this.#hear = undefined;
  }

  stop(): void {
    this.#isStopped = true;
    this.ring();
  }
}

/** Closes all behind an error. @returns what is to be thrown */
export async function closedAfter(
  error: unknown,
  inlets: readonly Inlet<unknown>[],
): Promise<unknown> {
  const errors = await closeAll(inlets);
  return errors.reduce((earlier, later) => withEarlier(later, earlier), error);
}

/** @throws what closing them throws */
export async function closeOrThrow(
  inlets: readonly Inlet<unknown>[],
): Promise<void> {
  const errors = await closeAll(inlets);
  if (errors.length > 0) {
    throw errors.reduce((earlier, later) => withEarlier(later, earlier));
  }
}

/** @returns what closing them threw */
async function closeAll(inlets: readonly Inlet<unknown>[]): Promise<unknown[]> {
  const closed = await Promise.allSettled(inlets.map((inlet) => inlet.close()));
  return closed.flatMap((it) =>
    it.status === "rejected" ? [it.reason as unknown] : [],
  );
}
