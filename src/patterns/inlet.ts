import { Fifo } from "../core/fifo.ts";
import { waitNoted } from "../core/wait.ts";
import { withEarlier } from "./async-context-manager.ts";
import type { Outcome } from "./awaitables.ts";
import {
  canEnd,
  checkSource,
  closable,
  isAsync,
  type ClosableIterator,
  over,
  type Source,
} from "./closable-iterator.ts";
import { nextTurn } from "./sleep.ts";
import { iteratorOf } from "./streams.ts";

/** Asks an asynchronous source for its next item. */
type Ask<T> = (
  iterator: AsyncIterator<T>,
  inlet: Inlet<T>,
) => Promise<IteratorResult<T>>;

/** What came of asking for an item; undefined where there is none, and will be none. */
type Answer<T> = Outcome<Awaited<T>> | undefined;

/** What becomes of the items on their way. */
interface Passage<T> {
  /** What to give for each. */
  readonly map?: (item: Awaited<T>) => unknown;
  /** Whether to give it. */
  readonly keep?: (item: Awaited<T>) => unknown;
  /** How many to take at most. */
  readonly most?: number;
  /** How many to give at a time, as an array. */
  readonly size?: number;
}

/**
 * The items of a source on their way, as an iterator that can be closed at any time.
 *
 * @throws TypeError if the source cannot be iterated
 */
export function reading<T, U>(
  act: string,
  source: Source<T>,
  passage: Passage<T>,
  askIn?: Ask<T>,
): ClosableIterator<U> {
  checkSource(act, source);
  const inlet = new Inlet(source, askIn);
  return closable(
    itemsOf<T, U>(inlet, passage),
    () => inlet.end(),
    () => inlet.endsWait,
  );
}

async function* itemsOf<T, U>(
  inlet: Inlet<T>,
  { map, keep, most: left = Infinity, size }: Passage<T>,
): AsyncGenerator<U, void, undefined> {
  let items: unknown[] = [];
  if (left === 0) {
    await inlet.end();
    return;
  }
  try {
    for await (const item of inlet.items) {
      inlet.isAsked = false;
      if (size) {
        items.push(item);
        if (items.length === size) {
          yield items as Awaited<U>;
          items = [];
        }
      } else if (!keep || (await keep(item))) {
        yield (map ? await map(item) : item) as Awaited<U>;
      }
      if (--left === 0) {
        return;
      }
    }
  } finally {
    inlet.isAsked = false;
  }
  if (items.length > 0) {
    yield items as Awaited<U>;
  }
}

/**
 * A source as one generator reads it: in one loop, `for await (const item of inlet.items)`, or by `ask`.
 *
 * It closes the source where that loop would; and where no loop can: before the first item, and while it waits for one.
 */
export class Inlet<T> {
  /** What to loop over. */
  readonly items: Source<T>;
  /** It was asked for an item and has not answered. The loop is to say that one has come, or none will. */
  isAsked = false;
  readonly #source: Source<T>;
  #iterator: AsyncIterator<T> | Iterator<T> | undefined;
  /** It has ended for who asks, or was closed. */
  #isOver = false;
  #closed: Promise<IteratorResult<T>> | undefined;

  constructor(
    source: Source<T>,
    askIn: Ask<T> = (iterator) => iterator.next(),
  ) {
    this.#source = source;
    this.items = isAsync(source)
      ? { [Symbol.asyncIterator]: () => this.#loop(askIn) }
      : { [Symbol.iterator]: () => this.#open() as Iterator<T> };
  }

  /** Asks for the next item, as the loop does. Never rejects. */
  async ask(): Promise<Answer<T>> {
    this.isAsked = true;
    try {
      const { done, value } = await this.#open().next();
      if (done) {
        this.#isOver = true;
        return undefined;
      }
      return { value: await value };
    } catch (error) {
      this.#isOver = true;
      return { error };
    } finally {
      this.isAsked = false;
    }
  }

  /** Whether closing it ends a wait for an item at once. */
  get endsWait(): boolean {
    return (
      this.isAsked &&
      (this.#open() as { [canEnd]?: () => boolean })[canEnd]?.() === true
    );
  }

  /** Closes the source if the loop waits for it, which ends that wait, or has not begun, so that it never will. */
  end(): Promise<unknown> | undefined {
    return !this.#iterator || this.isAsked ? this.#close() : undefined;
  }

  /**
   * Closes the source unless it has ended. Resolves once it is closed. One that waits and cannot be interrupted has a turn
   * for that, and then closes on its own.
   */
  async close(): Promise<void> {
    if (!this.#isOver) {
      this.#isOver = true;
      const canEnd = !this.isAsked || this.endsWait;
      const closed = this.#close();
      closed.catch(() => {}); // it may come too late to be told of
      await (canEnd ? closed : Promise.race([closed, nextTurn()]));
    }
  }

  #open(): AsyncIterator<T> | Iterator<T> {
    return (this.#iterator ??= iteratorOf(this.#source));
  }

  #loop(askIn: Ask<T>): AsyncIterator<T> {
    const iterator = this.#open() as AsyncIterator<T>;
    return {
      next: () => {
        this.isAsked = true;
        return askIn(iterator, this);
      },
      return: () => this.#close(),
    };
  }

  /** Once, whoever wants it. */
  #close(): Promise<IteratorResult<T>> {
    const close = async () => (await this.#open().return?.()) ?? over();
    return (this.#closed ??= close());
  }
}

/**
 * What a generator makes of several sources, as an iterator that can be closed at any time.
 *
 * @throws TypeError if one cannot be iterated
 */
export function readingAll<T, U>(
  act: string,
  sources: readonly Source<T>[],
  generatorFunction: (inlets: Inlets<T>) => AsyncGenerator<U, void, undefined>,
): ClosableIterator<U> {
  sources.forEach((source) => checkSource(act, source));
  const inlets = new Inlets(sources);
  return closable(generatorFunction(inlets), () => inlets.end());
}

/** Sources that are read ahead, or beside each other; and a bell for who reads them, which rings until they are closed. */
export class Inlets<T> {
  readonly all: readonly Inlet<T>[];
  /** What came of asking them: each with the place of the one that has answered. */
  readonly answers = new Fifo<[at: number, Answer<T>]>();
  /** How many items are being worked on. */
  busy = 0;
  #hear: ((rings: boolean) => void) | undefined;
  #isStopped = false;

  constructor(sources: readonly Source<T>[]) {
    this.all = sources.map((source) => new Inlet(source));
  }

  /**
   * @param kind for whom it rings, as a program calls it
   * @returns whether it rings; false once it is stopped
   */
  rings(kind: string): Promise<boolean> {
    const rings = new Promise<boolean>((resolve) => {
      this.#hear = resolve;
      if (this.#isStopped) {
        this.ring();
      }
    });
    const end = waitNoted(kind, this);
    if (end) {
      void rings.then(end);
    }
    return rings;
  }

  /** Asks one of them, and rings once it has answered. */
  async ask(at: number): Promise<void> {
    this.answers.push([at, await (this.all[at] as Inlet<T>).ask()]);
    this.ring();
  }

  ring(): void {
    this.#hear?.(!this.#isStopped);
    this.#hear = undefined;
  }

  /** Stops the bell, and closes all. */
  end(): Promise<void> {
    this.#isStopped = true;
    this.ring();
    return this.close();
  }

  /**
   * Closes all.
   *
   * @param thrown what has led to that, if it was an error
   * @throws that error, and what closing them throws, beside each other
   */
  async close(...thrown: unknown[]): Promise<void> {
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
