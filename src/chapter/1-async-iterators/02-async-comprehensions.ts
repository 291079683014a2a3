/*
 * A comprehension turns what an async iterable yields into a list in one expression, with or without a condition.
 * TypeScript has no syntax for it; toArray and filter say the same, and any async iterable will do as their source.
 */
import { filter, toArray } from "async-patterns";
import { repr } from "../repr.ts";
import { AsyncRange } from "./01-async-range.ts";

/** Collects the numbers below 4. */
export function collect(): Promise<number[]> {
  return toArray(new AsyncRange(4));
}

/** Collects the even numbers below 10. */
export function collectEven(): Promise<number[]> {
  return toArray(filter(new AsyncRange(10), (i) => i % 2 === 0));
}

export async function main(): Promise<void> {
  console.log(`Collected: ${repr(await collect())}`);
  console.log(`Even numbers: ${repr(await collectEven())}`);
}
