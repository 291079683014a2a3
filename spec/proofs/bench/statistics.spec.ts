import { describe, expect, it } from "vitest";
import { median, shareOfTicks } from "./statistics.ts";

/*
 * The benchmark gives the median of its rounds. One round in which the machine had other work to do changes a mean, but
 * hardly a median.
 */
describe("The benchmark's statistics", () => {
  it("take the value in the middle, and the mean of two", () => {
    expect([median([9, 1, 5]), median([4, 1, 2, 100])]).toEqual([5, 3]);
  });

  it("compare the ticks that came with those that were due", () => {
    expect(shareOfTicks(16, 104, 5)).toBe(0.8);
  });

  it("know no share of ticks where none was due", () => {
    expect(shareOfTicks(0, 4.9, 5)).toBeUndefined();
  });

  it("have no median of nothing", () => {
    expect(() => median([])).toThrow(
      new RangeError("Cannot take a median: it takes a value, received 0"),
    );
  });
});
