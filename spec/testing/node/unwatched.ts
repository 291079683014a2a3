import { executionAsyncId } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import { runVirtual } from "../../../src/testing/index.ts";

/*
 * A program for real-io.spec.ts: Node numbers what promises run only while somebody watches, and in a process of its own
 * nobody else does. Prints whether it is numbered in a run, behind it, and behind one that has left something in flight.
 */
async function isNumbered(): Promise<boolean> {
  await Promise.resolve();
  return executionAsyncId() > 0;
}

const { result } = await runVirtual(isNumbered);
const after = await isNumbered();
await runVirtual(() => randomBytes(8, () => {})); // left in flight
console.log(result, after, await isNumbered());
