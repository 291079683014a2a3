/// <reference lib="esnext.disposable" preserve="true" />
/** What the functions here read from: anything that `for await` takes. */
export type Source<T> = AsyncIterable<T> | Iterable<T>;

/** What a source gives. */
export type ItemOf<S> = S extends Source<infer T> ? Awaited<T> : never;

/**
 * An async generator that can be closed while somebody waits for its next item.
 *
 * - A generator does what it is asked one thing after the other, so its `return()` stands behind a `next()` that waits,
 *   maybe for ever: https://tc39.es/ecma262/#sec-asyncgenerator-prototype-return. This one first ends that wait.
 * - It can be disposed of by `await using`, which closes it.
 */
export interface ClosableIterator<T>
  extends AsyncGenerator<T, void, undefined>, AsyncDisposable {}

/** The name of a method by which an iterator says whether closing it ends a `next()` that waits, at once. */
const canEnd: unique symbol = Symbol.for("async-patterns.canEnd");

/** Whether a source that waits for an item can be closed before that item comes. */
export function endsAtOnce(source: object | string, iterator: object): boolean {
  const { [canEnd]: ask } = iterator as { [canEnd]?: () => boolean };
  return isStream(source) || ask?.() === true;
}

/**
 * Gives a generator another way to close. The rest of it stays its own, since a call more for each item would show.
 *
 * @param end ends what the generator waits for, if it waits; gives what closing is to wait for, if anything
 * @param endsWait whether that ends a `next()` that waits; default: it does
 */
export function closable<T>(
  generator: AsyncGenerator<T, void, undefined>,
  end: () => Promise<unknown> | undefined,
  endsWait: () => boolean = () => true,
): ClosableIterator<T> {
  const ownReturn = generator.return.bind(generator);
  const ownThrow = generator.throw.bind(generator);
  const close = async (how: typeof ownThrow, error?: unknown) => {
    const ended = end();
    const closed = how(error);
    closed.catch(() => {}); // it is awaited below, unless something else fails first
    await ended;
    return closed;
  };
  return Object.defineProperties(generator, {
    return: { value: () => close(ownReturn) },
    throw: { value: (error: unknown) => close(ownThrow, error) },
    [Symbol.asyncDispose]: { value: async () => void (await close(ownReturn)) },
    [canEnd]: { value: endsWait },
  });
}

/** Asks an asynchronous source for its next item. */
type Ask<T> = (
  iterator: AsyncIterator<T>,
  reading: Reading<T>,
) => Promise<IteratorResult<T>>;

/** What a generator makes of a source, as an iterator that can be closed at any time. */
export function reading<T, U>(
  source: Source<T>,
  generatorFunction: (source: Reading<T>) => AsyncGenerator<U, void, undefined>,
  ask: Ask<T> = (iterator) => iterator.next(),
): ClosableIterator<U> {
  const reading = new Reading(source, ask);
  return closable(
    generatorFunction(reading),
    () => reading.end(),
    () => reading.endsWait,
  );
}

/**
 * A source as one generator reads it, in one loop: `for await (const item of reading.items)`.
 *
 * It closes the source where that loop would; and where no loop can: before the first item, and while the loop waits.
 */
class Reading<T> {
  /** What to loop over. */
  readonly items: Source<T>;
  readonly #source: Source<T>;
  #iterator: AsyncIterator<T> | Iterator<T> | undefined;
  #isWaiting = false;
  #closed: Promise<IteratorResult<T>> | undefined;

  constructor(source: Source<T>, ask: Ask<T>) {
    this.#source = source;
    this.items = isAsync(source)
      ? { [Symbol.asyncIterator]: () => this.#loop(source, ask) }
      : { [Symbol.iterator]: () => this.#open(source[Symbol.iterator]()) };
  }

  /** To be called once an item has come, or none will. */
  answered(): void {
    this.#isWaiting = false;
  }

  /** Whether `end` ends a wait of the loop at once. */
  get endsWait(): boolean {
    const iterator = this.#iterator;
    return (
      this.#isWaiting &&
      iterator !== undefined &&
      endsAtOnce(this.#source, iterator)
    );
  }

  /** Closes the source if the loop waits for it, which ends that wait, or has not begun, so that it never will. */
  end(): Promise<unknown> | undefined {
    if (this.#iterator !== undefined && !this.#isWaiting) {
      return undefined;
    }
    const closed = this.#close();
    if (isStream(this.#source)) {
      this.#source.destroy(); // its iterator does so only between two items
    }
    return closed;
  }

  #loop(source: AsyncIterable<T>, ask: Ask<T>): AsyncIterator<T> {
    const iterator = this.#open(source[Symbol.asyncIterator]());
    return {
      next: () => {
        this.#isWaiting = true;
        return ask(iterator, this);
      },
      return: () => this.#close(),
    };
  }

  #open<I extends AsyncIterator<T> | Iterator<T>>(iterator: I): I {
    this.#iterator = iterator;
    return iterator;
  }

  /** Once, whoever wants it. */
  #close(): Promise<IteratorResult<T>> {
    return (this.#closed ??= this.#return());
  }

  async #return(): Promise<IteratorResult<T>> {
    const source = this.#source;
    this.#iterator ??= isAsync(source)
      ? source[Symbol.asyncIterator]()
      : source[Symbol.iterator]();
    const result = await this.#iterator.return?.();
    return result ?? { done: true, value: undefined };
  }
}

export function isAsync<T>(source: Source<T>): source is AsyncIterable<T> {
  return (
    (source as Partial<AsyncIterable<T>>)[Symbol.asyncIterator] !== undefined
  );
}

export function isStream(
  source: object | string,
): source is { destroy(): void } {
  const { pipe, destroy } = source as { pipe?: unknown; destroy?: unknown };
  return typeof pipe === "function" && typeof destroy === "function";
}
