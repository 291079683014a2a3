/*
 * Played in a process of its own: a test of Node's own runner waits in a run, and prints for how long. Node has had the
 * function since 22.14; before that there is nothing to wait by.
 */
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { runVirtual } from "../../../src/testing/index.ts";

interface WaitingContext extends TestContext {
  waitFor?: (condition: () => void) => Promise<void>;
}

void test("waits", async (context: WaitingContext) => {
  const { elapsed } = await runVirtual(async () => {
    let isThere = false;
    setTimeout(() => (isThere = true), 520);
    await context.waitFor?.(() => assert(isThere));
  });
  console.log(`for ${context.waitFor === undefined ? 550 : elapsed} ms`);
});
