import { cannot } from "../core/checks.ts";
import { Fifo } from "../core/fifo.ts";
import { waitNoted } from "../core/wait.ts";
import { withEarlier } from "./async-context-manager.ts";
import { resultOf } from "./awaitables.ts";
import {
  canEnd,
  checkSource,
  closable,
  type ClosableIterator,
  isAsync,
  over,
  type Source,
} from "./closable-iterator.ts";
import { nextTurn } from "./sleep.ts";
import { iteratorOf } from "./streams.ts";

/** Asks a source for its next item. */
type Ask<T> = (
  iterator: AsyncIterator<T> | Iterator<T>,
  inlet: Inlet<T>,
) => Promise<IteratorResult<T>> | IteratorResult<T>;

/** What came of asking for an item: it, or that there will be none, or an error. */
type Answer<T> =
  | IteratorResult<Awaited<T>, never>
  | { readonly done?: false; readonly error: unknown };

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
    (thrown) => inlet.end(thrown),
    () => inlet.asked,
  );
}

async function* itemsOf<T, U>(
  inlet: Inlet<T>,
  { map, keep, most: left = Infinity, size }: Passage<T>,
): AsyncGenerator<U, void, undefined> {
  let items: unknown[] = [];
  try {
    while (left--) {
      const answer = await inlet.next();
      if (inlet.hear(answer.done)) {
        break;
      }
      const item = resultOf<Awaited<T>>(answer);
      if (size) {
        items.push(item);
        if (items.length === size) {
          yield items as Awaited<U>;
          items = [];
        }
      } else if (!keep || (await keep(item))) {
        yield (map ? map(item) : item) as Awaited<U>;
      }
    }
  } catch (error) {
    await inlet.fail(error);
  } finally {
    await inlet.close();
  }
  if (items.length) {
    yield items as Awaited<U>;
  }
}

/**
 * A source as one generator reads it.
 *
 * It closes the source where a loop would, and where no loop can: before the first item, while it waits for one, and behind
 * one that is a promise and rejects.
 */
export class Inlet<T> {
  /** It was asked for an item, and no answer is known. */
  asked: boolean | undefined;
  /** It has ended, or was closed. */
  #isOver: boolean | undefined;
  readonly #source: Source<T>;
  readonly #isAsync: boolean;
  readonly #askIn: Ask<T>;
  #iterator: AsyncIterator<T> | Iterator<T> | undefined;
  /** Tells who waits for what `ask` has to give. */
  #tell!: (answer: Answer<T>) => void;

  constructor(
    source: Source<T>,
    askIn: Ask<T> = (iterator) => iterator.next(),
  ) {
    this.#source = source;
    this.#isAsync = isAsync(source);
    this.#askIn = askIn;
  }

  /**
   * Asks for the next item, and awaits that where `for await` would. Never rejects; `end` ends it.
   *
   * @param isLoop whether nobody else is asked meanwhile: then a synchronous source's answer is looked at directly
   */
  ask(isLoop?: boolean): Promise<Answer<T>> {
    const told = new Promise<Answer<T>>((resolve) => (this.#tell = resolve));
    try {
      const answer = this.#ask();
      if (isLoop && !this.#isAsync) {
        this.#take(answer as never);
      } else {
        Promise.resolve(answer).then(this.#take as never, this.#fail);
      }
    } catch (error) {
      this.#fail(error);
    }
    return told;
  }

  /**
   * As `ask`, for a loop, which says what came of it by `hear`. It may reject. Where closing the source ends its `next()`
   * that waits, it asks directly: that spares two promises for each item.
   */
  next(): Promise<Answer<T>> {
    return canEnd in this.#open()
      ? (this.#ask() as Promise<Answer<T>>)
      : this.ask(true);
  }

  /** Hears of an answer. @returns whether there is no item */
  hear(done?: boolean): boolean | undefined {
    this.asked = false;
    this.#isOver ||= done;
    return done;
  }

  /** Closes the source if somebody waits for it, which ends that wait, or it has not begun, so that it never will. */
  end(thrown: unknown[]): Promise<void> | undefined {
    if (!this.#iterator || this.asked) {
      this.#tell?.(over() as Answer<T>);
      return closeAll([this], thrown);
    }
    return undefined;
  }

  /**
   * Closes the source unless it has ended. Resolves once it is closed. One that waits and cannot be interrupted has a turn
   * for that, and then closes on its own.
   */
  async close(): Promise<void> {
    if (!this.#isOver) {
      this.#isOver = true;
      const iterator = this.#open() as AsyncIterator<T> & {
        [canEnd]?: () => boolean;
      };
      const isQuick = !this.asked || iterator[canEnd]?.();
      const closed = (async () => iterator.return?.())();
      await Promise.race([closed, isQuick ? closed : nextTurn()]);
    }
  }

  /**
   * Closes the source, unless the error is its own.
   *
   * @throws the error, and what closing throws, beside each other
   */
  fail(error: unknown): Promise<never> {
    this.hear(this.asked);
    return closeAll([this], [error]) as Promise<never>;
  }

  #ask(): ReturnType<Ask<T>> {
    this.asked = true;
    return this.#askIn(this.#open(), this);
  }

  #open(): AsyncIterator<T> | Iterator<T> {
    return (this.#iterator ??= iteratorOf(this.#source));
  }

  readonly #take = (answer: IteratorResult<T, undefined>): void => {
    if (Object(answer) !== answer) {
      const why = "next() must give an object";
      this.#fail(new TypeError(cannot("read", why, answer)));
    } else if (this.#isAsync) {
      this.#tell(answer as Answer<T>);
    } else {
      const { done, value } = answer;
      Promise.resolve(value).then(
        (item) => this.#tell({ done, value: item } as Answer<T>),
        (error: unknown) => this.#fail(error, false),
      );
    }
  };

  /** @param isAsked whether it is the source that has failed, and not an item that is a promise */
  readonly #fail = (error: unknown, isAsked = true): void => {
    this.asked = isAsked;
    this.fail(error).catch((all: unknown) => this.#tell({ error: all }));
  };
}

/**
 * Closes all.
 *
 * @param thrown what has led to that, if it was an error
 * @throws that error, and what closing them throws, beside each other
 */
export async function closeAll(
  inlets: readonly { close(): Promise<void> }[],
  thrown: unknown[] = [],
): Promise<undefined> {
  const closed = await Promise.allSettled(inlets.map((inlet) => inlet.close()));
  for (const it of closed) {
    if ("reason" in it) {
      thrown.push(it.reason);
    }
  }
  if (thrown.length) {
    throw thrown.reduce((earlier, later) => withEarlier(later, earlier));
  }
  return undefined;
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
  return closable(generatorFunction(inlets), (thrown) => inlets.end(thrown));
}

/** Sources that are read ahead, or beside each other; and a bell for who reads them, which rings until they are closed. */
export class Inlets<T> {
  readonly all: readonly Inlet<T>[];
  /** What came of asking them: each with the place of the one that has answered. */
  readonly answers = new Fifo<[at: number, Answer<T>]>();
  /** How many items are being worked on. */
  busy = 0;
  #hear?: (rings: boolean) => void;
  #isStopped: boolean | undefined;

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
    const inlet = this.all[at] as Inlet<T>;
    const answer = await inlet.ask();
    inlet.hear(answer.done);
    this.answers.push([at, answer]);
    this.ring();
  }

  ring(): void {
    this.#hear?.(!this.#isStopped);
  }

  /** Stops the bell, and closes all. */
  end(thrown: unknown[]): Promise<void> {
    this.#isStopped = true;
    this.ring();
    return closeAll(this.all, thrown);
  }
}
