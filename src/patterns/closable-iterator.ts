/** What the functions here read from: anything that `for await` takes. */
export type Source<T> = AsyncIterable<T> | Iterable<T>;

/**
 * An async generator that can be closed while somebody waits for its next item.
 *
 * - A generator does what it is asked one thing after the other, so its `return()` stands behind a `next()` that waits,
 *   maybe for ever: https://tc39.es/ecma262/#sec-asyncgenerator-prototype-return. This one first ends that wait.
 * - It can be disposed of by `await using`, which closes it.
 */
export class ClosableIterator<T>
  implements AsyncGenerator<T, void, undefined>, AsyncDisposable
{
  readonly #generator: AsyncGenerator<T, void, undefined>;
  readonly #end: () => Promise<unknown> | undefined;

  /** @param end ends what the generator waits for, if it waits; @returns what is to be waited for in closing, if anything */
  constructor(
    generator: AsyncGenerator<T, void, undefined>,
    end: () => Promise<unknown> | undefined,
  ) {
    this.#generator = generator;
    this.#end = end;
  }

  next(): Promise<IteratorResult<T, void>> {
    return this.#generator.next();
  }

  return(): Promise<IteratorResult<T, void>> {
    return this.#close(() => this.#generator.return());
  }

  throw(error: unknown): Promise<IteratorResult<T, void>> {
    return this.#close(() => this.#generator.throw(error));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async #close(
    close: () => Promise<IteratorResult<T, void>>,
  ): Promise<IteratorResult<T, void>> {
    const ended = this.#end();
    const closed = close();
    closed.catch(() => {}); // it is awaited below, unless something else fails first
    await ended;
    return closed;
  }
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
  return new ClosableIterator(generatorFunction(reading), () => reading.end());
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

function isAsync<T>(source: Source<T>): source is AsyncIterable<T> {
  return (
    (source as Partial<AsyncIterable<T>>)[Symbol.asyncIterator] !== undefined
  );
}

function isStream(source: object | string): source is { destroy(): void } {
  const { pipe, destroy } = source as { pipe?: unknown; destroy?: unknown };
  return typeof pipe === "function" && typeof destroy === "function";
}
