import { Fifo } from "../core/fifo.ts";
import { waitNoted } from "../core/wait.ts";
import { withEarlier } from "./async-context-manager.ts";
import { type Outcome, tellOutcome } from "./awaitables.ts";
import {
  closable,
  type ClosableIterator,
  endsAtOnce,
  isStream,
  type Source,
} from "./closable-iterator.ts";
import { nextTurn } from "./sleep.ts";

type AnyIterator<T> = AsyncIterator<T> | Iterator<T>;

/** Asks a source for its next item. */
type Ask<T> = (
  iterator: AnyIterator<T>,
  inlet: Inlet<T>,
) => Promise<IteratorResult<T>> | IteratorResult<T>;

/** What a source has answered, and which one it was. */
export type Answer<T> = { readonly from: Inlet<T> } & (
  | { readonly done: false; readonly value: Awaited<T> }
  | { readonly done: true; readonly value: undefined }
);

/** What a generator makes of a source, as an iterator that can be closed at any time. */
export function reading<T, U>(
  source: Source<T>,
  generatorFunction: (inlet: Inlet<T>) => AsyncGenerator<U, void, undefined>,
  ask?: Ask<T>,
): ClosableIterator<U> {
  const inlet = new Inlet(source, ask);
  return closable(
    generatorFunction(inlet),
    () => inlet.end(),
    () => inlet.endsWait,
  );
}

/**
 * A source as one generator reads it, by `for await` or by `next`.
 *
 * It closes the source where that loop would; and where no loop can: before the first item, and while it waits for one.
 */
export class Inlet<T> implements AsyncIterable<Awaited<T>> {
  /** It was asked for an item and has not answered. */
  isAsked = false;
  readonly #source: Source<T>;
  readonly #ask: Ask<T>;
  #iterator: AnyIterator<T> | undefined;
  /** It has ended, or was closed. */
  #isOver = false;
  #closed: Promise<IteratorResult<never, undefined>> | undefined;

  constructor(source: Source<T>, ask: Ask<T> = (iterator) => iterator.next()) {
    this.#source = source;
    this.#ask = ask;
  }

  [Symbol.asyncIterator](): AsyncIterator<Awaited<T>, undefined> {
    return this;
  }

  /** Asks for the next item. */
  async next(): Promise<Answer<T>> {
    let isOver = true;
    this.isAsked = true;
    try {
      const { done = false, value } = await this.#ask(this.#open(), this);
      const item = (await value) as never;
      isOver = done;
      return { from: this, done, value: item };
    } finally {
      this.isAsked = false;
      this.#isOver ||= isOver;
    }
  }

  /** Closes the source; once, whoever wants it. A stream's iterator destroys that only between two items. */
  return(): Promise<IteratorResult<never, undefined>> {
    return (this.#closed ??= this.#return());
  }

  /** Whether closing it ends a wait for an item at once. */
  get endsWait(): boolean {
    return this.isAsked && endsAtOnce(this.#source, this.#open());
  }

  /** Closes the source if the loop waits for it, which ends that wait, or has not begun, so that it never will. */
  end(): Promise<unknown> | undefined {
    return this.#iterator === undefined || this.isAsked
      ? this.return()
      : undefined;
  }

  /**
   * Closes the source unless it has ended. Resolves once it is closed. One that waits and cannot be interrupted has a turn
   * for that, and then closes on its own.
   */
  async close(): Promise<void> {
    if (!this.#isOver) {
      this.#isOver = true;
      const canEnd = !this.isAsked || this.endsWait;
      const closed = this.return();
      closed.catch(() => {}); // it may come too late to be told of
      await (canEnd ? closed : Promise.race([closed, nextTurn()]));
    }
  }

  #open(): AnyIterator<T> {
    const source = this.#source as AsyncIterable<T> & Iterable<T>;
    return (this.#iterator ??= (
      source[Symbol.asyncIterator] ?? source[Symbol.iterator]
    ).call(source));
  }

  async #return(): Promise<IteratorResult<never, undefined>> {
    const closed = this.#open().return?.();
    if (isStream(this.#source)) {
      this.#source.destroy();
    }
    await closed;
    return { done: true, value: undefined };
  }
}

/** What was added, and what has come of it, once that is known. */
interface Slot<T> {
  outcome: Outcome<T> | undefined;
}

/**
 * Sources that are read ahead, or beside each other, and a line of what comes of that: to be looped over by one generator.
 * An error in it closes all sources, and comes out with what closing them throws.
 */
export class Inlets<T, Result> implements AsyncIterable<Result> {
  readonly all: readonly Inlet<T>[];
  /** How many items are being worked on. */
  busy = 0;
  /** How many results are on their way or not taken. */
  size = 0;
  readonly #kind: string;
  readonly #isOrdered: boolean;
  /** In order, all that are on their way; else those that have come. */
  readonly #line = new Fifo<Slot<Result>>();
  #ring: (() => void) | undefined;
  #isStopped = false;

  /**
   * @param kind who reads them, as a program calls it
   * @param isOrdered results come in the order in which they were added; else as they are there
   */
  constructor(kind: string, sources: readonly Source<T>[], isOrdered = false) {
    this.#kind = kind;
    this.#isOrdered = isOrdered;
    this.all = sources.map((source) => new Inlet(source));
  }

  /** The generator that loops over it, as an iterator that can be closed at any time. */
  readBy<U>(
    generator: AsyncGenerator<U, void, undefined>,
  ): ClosableIterator<U> {
    return closable(generator, () => {
      this.#isStopped = true;
      this.#ring?.();
      return this.close();
    });
  }

  add(result: Promise<Result>): void {
    const slot: Slot<Result> = { outcome: undefined };
    this.size++;
    if (this.#isOrdered) {
      this.#line.push(slot);
    }
    tellOutcome(result, (outcome) => {
      slot.outcome = outcome;
      if (!this.#isOrdered) {
        this.#line.push(slot);
      }
      if (this.#isReady) {
        this.#ring?.();
      }
    });
  }

  [Symbol.asyncIterator](): AsyncIterator<Result, undefined> {
    return this;
  }

  /** The next result; it is over where none is on its way, or once it is closed. */
  async next(): Promise<IteratorResult<Result, undefined>> {
    if (!this.#isReady) {
      const end = waitNoted(this.#kind, this);
      await new Promise<void>((resolve) => (this.#ring = resolve));
      end?.();
    }
    const outcome = this.#line.first?.outcome;
    if (!outcome) {
      return { done: true, value: undefined };
    }
    this.#line.shift();
    this.size--;
    return "value" in outcome
      ? { done: false, value: outcome.value }
      : this.close(outcome.error);
  }

  /** Nobody who asks for the next result has to wait. */
  get #isReady(): boolean {
    const isOver = this.size === 0 || this.#isStopped;
    return isOver || this.#line.first?.outcome !== undefined;
  }

  /**
   * Closes all.
   *
   * @param errors what has led to that, if it was an error
   * @throws that error, and what closing them throws, beside each other
   */
  close(error: unknown): Promise<never>;
  close(): Promise<void>;
  async close(...errors: [error?: unknown]): Promise<void> {
    const thrown: unknown[] = errors;
    const closed = this.all.map((inlet) => inlet.close());
    for (const it of await Promise.allSettled(closed)) {
      if (it.status === "rejected") {
        thrown.push(it.reason);
      }
    }
    if (thrown.length > 0) {
      throw thrown.reduce((earlier, later) => withEarlier(later, earlier));
    }
  }
}
