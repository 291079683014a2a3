import { sleep } from "../../../src/patterns/sleep.ts";

/** A generator that gives the name and a number, at the given milliseconds from each other, and prints its closing. */
export async function* ticking(
  name: string,
  ...times: number[]
): AsyncGenerator<string, void, undefined> {
  try {
    for (const [at, ms] of times.entries()) {
      await sleep(ms);
      yield `${name}${at}`;
    }
  } finally {
    console.log(`${name} closed`);
  }
}

/** A source that counts how often it was asked, and fails to close if told so. */
export function counting(limit = Infinity, closing?: Error) {
  const source = {
    asked: 0,
    closed: 0,
    [Symbol.asyncIterator]: () => source,
    async next(): Promise<IteratorResult<number, undefined>> {
      return source.asked++ < limit
        ? { done: false, value: source.asked }
        : { done: true, value: undefined };
    },
    async return(): Promise<IteratorResult<number, undefined>> {
      source.closed++;
      if (closing !== undefined) {
        throw closing;
      }
      return { done: true, value: undefined };
    },
  };
  return source;
}

/** A source whose `next()` never answers. */
export function silent() {
  const source = {
    closed: 0,
    [Symbol.asyncIterator]: () => source,
    next: () => new Promise<IteratorResult<number>>(() => {}),
    return: () => {
      source.closed++;
      return new Promise<IteratorResult<number>>(() => {});
    },
  };
  return source;
}
