/*
 * A context manager need not be a class. A generator with a single yield is one: what stands before the yield enters,
 * what stands after it exits, and `finally` makes sure that it exits however the body ends.
 */
import { asyncContextManager, asyncWith, sleep } from "async-patterns";

/** Prints how many seconds the body took, also when the body throws. */
export const asyncTimer = asyncContextManager(async function* (
  label: string,
): AsyncGenerator<void, void> {
  const startMs = performance.now();
  console.log(`  [${label}] Starting...`);
  try {
    yield;
  } finally {
    const elapsedMs = performance.now() - startMs;
    console.log(`  [${label}] Done in ${(elapsedMs / 1_000).toFixed(4)}s`);
  }
});

export async function main(): Promise<void> {
  await asyncWith(asyncTimer("fetch"), () => sleep(50));
  await asyncWith(asyncTimer("compute"), () => sleep(20));
}
