/*
 * An async iterator hands out one value per request. Whoever loops over it asks with next() and waits for the answer,
 * so the values may take their time and no list of them ever has to exist.
 */

/**
 * Counts from 0 up to, but not including, `stop`.
 *
 * - Counts on demand: a number exists when it is asked for.
 * - Is its own iterator, so one AsyncRange is one pass; after the last number every next() stays done.
 * - Has nothing to close, so a loop that leaves early can be taken up again where it stopped.
 */
export class AsyncRange implements AsyncIterableIterator<number> {
  readonly #stop: number;
  #current = 0;

  /**
   * @param stop any integer; 0 and below make an empty range
   * @throws RangeError if stop is not an integer
   */
  constructor(stop: number) {
    if (!Number.isInteger(stop)) {
      throw new RangeError(
        `Cannot create a range: stop must be an integer, received ${stop}`,
      );
    }
    this.#stop = stop;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<number, undefined>> {
    if (this.#current >= this.#stop) {
      return { done: true, value: undefined };
    }
    return { done: false, value: this.#current++ };
  }
}

export async function main(): Promise<void> {
  console.log("Async for loop:");
  for await (const i of new AsyncRange(5)) {
    console.log(`  ${i}`);
  }
}
