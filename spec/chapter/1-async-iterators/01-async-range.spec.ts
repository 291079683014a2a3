import { describe, expect, it } from "vitest";
import { toArray } from "async-patterns";
import {
  AsyncRange,
  main,
} from "../../../src/chapter/1-async-iterators/01-async-range.ts";
import { allOutcomes, play, terminal } from "../../support.ts";

/*
 * `for await` needs very little: an object whose `[Symbol.asyncIterator]()` gives an iterator, and an iterator whose
 * `next()` promises either `{ value }` or `{ done: true }`. Here both are one object, written out by hand, and the
 * loop is the whole program.
 */
describe("01 · Async range", () => {
  it("prints the numbers from 0 up to the stop", async () => {
    const run = await play(main, AsyncRange);
    expect(run.output).toBe(terminal`
      Async for loop:
        0
        1
        2
        3
        4               ← the stop itself, 5, is not part of the range
    `);
  });

  it("prints the same under every schedule", async () => {
    const { schedules, complete } = await allOutcomes(main);
    expect({ schedules, complete }).toEqual({ schedules: 1, complete: true });
  });

  it("answers each next() with one number, then with done", async () => {
    const range = new AsyncRange(2);
    expect(await range.next()).toEqual({ done: false, value: 0 });
    expect(await range.next()).toEqual({ done: false, value: 1 });
    expect(await range.next()).toEqual({ done: true, value: undefined });
  });

  it("stays done once it is done", async () => {
    const range = new AsyncRange(0);
    await range.next();
    expect(await range.next()).toEqual({ done: true, value: undefined });
    expect(await range.next()).toEqual({ done: true, value: undefined });
  });

  it("is its own iterator, so a second loop over it finds nothing", async () => {
    const range = new AsyncRange(3);
    expect(range[Symbol.asyncIterator]()).toBe(range);
    expect(await toArray(range)).toEqual([0, 1, 2]);
    expect(await toArray(range)).toEqual([]);
  });

  it("goes on where a loop left it early", async () => {
    const range = new AsyncRange(5);
    for await (const i of range) {
      if (i === 1) {
        break;
      }
    }
    expect(await toArray(range)).toEqual([2, 3, 4]);
  });

  it("makes no number before it is asked for, however far the stop", async () => {
    const range = new AsyncRange(Number.MAX_SAFE_INTEGER);
    expect(await range.next()).toEqual({ done: false, value: 0 });
  });

  it.each([0, -1, -5])("is empty with a stop of %d", async (stop) => {
    expect(await toArray(new AsyncRange(stop))).toEqual([]);
  });

  it.each([1.5, NaN, Infinity, -Infinity])(
    "refuses a stop of %d when it is created",
    (stop) => {
      expect(() => new AsyncRange(stop)).toThrow(
        new RangeError(
          `Cannot create a range: stop must be an integer, received ${stop}`,
        ),
      );
    },
  );
});
