import { describe, expect, it } from "vitest";
import { filter, sleep, toArray } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import { AsyncRange } from "../../../src/chapter/1-async-iterators/01-async-range.ts";
import {
  collect,
  collectEven,
  main,
} from "../../../src/chapter/1-async-iterators/02-async-comprehensions.ts";
import { allOutcomes, play, stamped, terminal } from "../../support.ts";

/*
 * Where Python writes `[i async for i in source if i % 2 == 0]`, TypeScript calls functions: `toArray` collects whatever
 * an async iterable yields, `filter` stands between the two and lets through what it is asked to keep. Only the
 * collecting waits for the whole sequence; the filter holds one value at a time.
 */
describe("02 · Async comprehensions", () => {
  it("prints both lists", async () => {
    const run = await play(main, AsyncRange);
    expect(run.output).toBe(terminal`
      Collected: [0, 1, 2, 3]
      Even numbers: [0, 2, 4, 6, 8]
    `);
  });

  it("prints the same under every schedule", async () => {
    const { schedules, complete } = await allOutcomes(main);
    expect({ schedules, complete }).toEqual({ schedules: 1, complete: true });
  });

  it("gives a true array, in the order of the source", async () => {
    expect(await collect()).toEqual([0, 1, 2, 3]);
    expect(await collectEven()).toEqual([0, 2, 4, 6, 8]);
  });

  it("asks the condition about each value once, in order", async () => {
    const asked: number[] = [];
    const keep = (i: number): boolean => {
      asked.push(i);
      return i > 1;
    };
    expect(await toArray(filter(new AsyncRange(4), keep))).toEqual([2, 3]);
    expect(asked).toEqual([0, 1, 2, 3]);
  });

  it("waits for a condition that takes time before it fetches the next value", async () => {
    const run = await runVirtual(async () => {
      const isEven = async (i: number): Promise<boolean> => {
        await sleep(10);
        console.log(`asked about ${i}`);
        return i % 2 === 0;
      };
      const even = await toArray(filter(new AsyncRange(3), isEven));
      console.log(`even: ${even.join()}`);
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | asked about 0
        20 ms | asked about 1
        30 ms | asked about 2
        30 ms | even: 0,2
    `);
  });

  it("filters nothing before it is asked for a value", async () => {
    const range = new AsyncRange(3);
    filter(range, () => true);
    expect(await toArray(range)).toEqual([0, 1, 2]);
  });

  it("gives no list at all when the source fails half-way", async () => {
    async function* source(): AsyncGenerator<number, void> {
      yield 0;
      throw new Error("connection lost");
    }
    await expect(toArray(source())).rejects.toThrow(
      new Error("connection lost"),
    );
  });

  it("refuses a source that cannot be iterated", async () => {
    await expect(toArray(4 as never)).rejects.toThrow(
      new TypeError("Cannot collect: the source must be iterable, received 4"),
    );
  });
});
