import assert from "node:assert/strict";
import { chosen } from "./chosen.ts";

/** A test, in the way that most runners have in common. */
export function addRule(
  it: (title: string, body: () => Promise<void>) => unknown,
): void {
  it("the program prints what it prints everywhere", async () => {
    const { main, expected } = await chosen();
    const printed: string[] = [];
    await main((line) => printed.push(line));
    assert.deepEqual(printed, expected);
  });
}
