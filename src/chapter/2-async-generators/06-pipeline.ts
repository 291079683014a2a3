/*
 * Stages compose. Each takes an async iterable and is one, so a pipeline is a chain of calls, and one value at a time
 * travels the whole of it: nothing is stored between two stages.
 */
import { toArray } from "async-patterns";
import { repr } from "../repr.ts";
import { asyncRange } from "./04-async-generator.ts";

/** Passes on the square of each number. */
export async function* squared(
  source: AsyncIterable<number>,
): AsyncGenerator<number, void> {
  for await (const value of source) {
    yield value ** 2;
  }
}

/** Passes on the even numbers. */
export async function* onlyEven(
  source: AsyncIterable<number>,
): AsyncGenerator<number, void> {
  for await (const value of source) {
    if (value % 2 === 0) {
      yield value;
    }
  }
}

export async function main(): Promise<void> {
  const pipeline = onlyEven(squared(asyncRange(8)));
  console.log(`Even squares of 0..7: ${repr(await toArray(pipeline))}`);
}
