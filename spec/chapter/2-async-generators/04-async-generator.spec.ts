import { describe, expect, it } from "vitest";
import { createTask, gather, take, toArray } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import {
  asyncRange,
  main,
} from "../../../src/chapter/2-async-generators/04-async-generator.ts";
import { allOutcomes, functionOf, play, terminal } from "../../support.ts";

/*
 * The range of the first cell again, without any of its machinery: `async function*` makes the iterator, keeps its
 * place and answers every `next()`. Calling it runs nothing; each request runs the body as far as the next `yield`,
 * and the body may wait on its way there.
 */
describe("04 · Async generator", () => {
  it("prints what a loop collects and what toArray collects", async () => {
    const run = await play(main, functionOf("count", asyncRange(0)));
    expect(run.output).toBe(terminal`
      Values: [0, 1, 2, 3, 4]
      Collected: [0, 1, 2]
    `);
  });

  it("prints the same under every schedule", async () => {
    const { schedules, complete } = await allOutcomes(main);
    expect({ schedules, complete }).toEqual({ schedules: 1, complete: true });
  });

  it("answers each next() with one number, then stays done", async () => {
    const { result } = await runVirtual(async () => {
      const numbers = asyncRange(1);
      return [await numbers.next(), await numbers.next(), await numbers.next()];
    });
    expect(result).toEqual([
      { done: false, value: 0 },
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
  });

  it("is its own iterator, so a second loop over it finds nothing", async () => {
    const numbers = asyncRange(2);
    const { result } = await runVirtual(async () => [
      await toArray(numbers),
      await toArray(numbers),
    ]);
    expect(numbers[Symbol.asyncIterator]()).toBe(numbers);
    expect(result).toEqual([[0, 1], []]);
  });

  it("makes no number before it is asked for, however far the stop", async () => {
    const { result } = await runVirtual(() =>
      toArray(take(asyncRange(Number.MAX_SAFE_INTEGER), 2)),
    );
    expect(result).toEqual([0, 1]);
  });

  it("pauses before each number, so two ranges take turns", async () => {
    const run = await runVirtual(async () => {
      const loop = async (name: string): Promise<void> => {
        for await (const i of asyncRange(2)) {
          console.log(`${name}: ${i}`);
        }
      };
      await gather(
        createTask(() => loop("a")),
        createTask(() => loop("b")),
      );
    });
    expect(run.output).toBe(terminal`
      a: 0
      b: 0
      a: 1
      b: 1
    `);
  });

  it("answers requests made at once one after the other", async () => {
    const { result } = await runVirtual(() => {
      const numbers = asyncRange(2);
      return Promise.all([numbers.next(), numbers.next(), numbers.next()]);
    });
    expect(result).toEqual([
      { done: false, value: 0 },
      { done: false, value: 1 },
      { done: true, value: undefined },
    ]);
  });

  it("is closed by a loop that leaves early, unlike the range of cell 1", async () => {
    const { result } = await runVirtual(async () => {
      const numbers = asyncRange(5);
      for await (const _ of numbers) {
        break;
      }
      return toArray(numbers);
    });
    expect(result).toEqual([]);
  });

  it("is empty with a stop of 0 and below", async () => {
    const { result } = await runVirtual(async () => [
      await toArray(asyncRange(0)),
      await toArray(asyncRange(-3)),
    ]);
    expect(result).toEqual([[], []]);
  });

  it.each([1.5, NaN, Infinity])("refuses a stop of %d at the call", (stop) => {
    expect(() => asyncRange(stop)).toThrow(
      new RangeError(
        `Cannot create a range: stop must be an integer, received ${stop}`,
      ),
    );
  });
});
