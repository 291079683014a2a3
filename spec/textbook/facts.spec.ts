import { describe, expect, it } from "vitest";
import { tallyOf } from "../../src/textbook/facts.ts";
import { specFact, testFact } from "./fixtures.ts";

/*
 * The index counts what holds and what does not.
 */
describe("The tally", () => {
  it("the tally counts tests by how they ended, and leaves out the skipped ones", () => {
    const tests = (
      ["passed", "passed", "failed", "todo", "skipped"] as const
    ).map((state) => testFact({ state }));
    expect(tallyOf([specFact("a.spec.ts", tests)])).toEqual({
      passed: 2,
      failed: 1,
      todo: 1,
    });
  });

  it("a file that could not run counts as one failure", () => {
    const broken = specFact("a.spec.ts", [], ["SyntaxError"]);
    expect(tallyOf([broken]).failed).toBe(1);
  });
});
