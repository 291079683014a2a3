import { describe, expect, it } from "vitest";
import { printedAlone } from "../../support.ts";

/*
 * An async function that calls itself without end is no livelock: it ends by itself, with Node's RangeError. Node loses
 * count of its async contexts where the stack overflows, and may end the process at a later callback from outside, such
 * as a message of the test runner; so the program has a process of its own.
 */
describe("A recursion without end", () => {
  const printed = printedAlone("spec/testing/loop/recursion.ts");
  const overflow = "RangeError: Maximum call stack size exceeded";
  const { endings, lines, found } = JSON.parse(printed) as {
    endings: string[];
    lines: unknown;
    found: string[];
  };

  it("rejects with its RangeError", () => {
    expect(endings[0]).toBe(overflow);
  });

  it("can be caught, and what comes behind it is seen as before", () => {
    expect(lines).toEqual([{ at: 0, text: overflow }]);
    expect(endings[1]).toMatch(
      /\n {2}main waits for a promise since 0 ms at .* \(caught\)$/,
    );
  });

  it("is an ending of the search", () => {
    expect(found).toEqual([overflow]);
  });
});
