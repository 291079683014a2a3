/*
 * An async generator is an async iterator without the ceremony: the language keeps its place between two values, and
 * the body may await. It runs only while somebody waits for its next value.
 */
import { sleep, toArray } from "async-patterns";
import { repr } from "../repr.ts";

/**
 * Counts from 0 up to, but not including, `stop`, with one turn of the event loop before each number.
 *
 * A generator's body starts with the first next(), its checks included. What has to fail at the call is checked in a
 * plain function in front of it.
 *
 * @param stop any integer; 0 and below make an empty range
 * @throws RangeError if stop is not an integer
 */
export function asyncRange(stop: number): AsyncGenerator<number, void> {
  if (!Number.isInteger(stop)) {
    throw new RangeError(
      `Cannot create a range: stop must be an integer, received ${stop}`,
    );
  }
  return count(stop);
}

async function* count(stop: number): AsyncGenerator<number, void> {
  for (let i = 0; i < stop; i++) {
    await sleep(0);
    yield i;
  }
}

export async function main(): Promise<void> {
  const values: number[] = [];
  for await (const value of asyncRange(5)) {
    values.push(value);
  }
  console.log(`Values: ${repr(values)}`);

  console.log(`Collected: ${repr(await toArray(asyncRange(3)))}`);
}
