/*
 * A generator that holds something open puts its cleanup into `finally`. It runs at the end of the sequence, and also
 * when the consumer leaves early: break, return and throw all close the generator that the loop was reading.
 */
import { sleep } from "async-patterns";

/** Yields the items with one turn of the event loop before each; says when it opens and, however it ends, closes. */
export async function* resilientStream<T>(
  items: Iterable<T>,
): AsyncGenerator<T, void> {
  console.log("  Stream: opened");
  try {
    for (const item of items) {
      await sleep(0);
      yield item;
    }
  } finally {
    console.log("  Stream: closed (cleanup done)");
  }
}

export async function main(): Promise<void> {
  console.log("Full iteration:");
  for await (const value of resilientStream(["a", "b", "c"])) {
    console.log(`    got: ${value}`);
  }

  console.log("\nEarly exit (break):");
  for await (const value of resilientStream(["x", "y", "z"])) {
    console.log(`    got: ${value}`);
    break;
  }
}
