import { describe, expect, it } from "vitest";
import { toArray } from "../../src/patterns/async-iteration.ts";
import { AsyncQueue } from "../../src/patterns/async-queue.ts";
import { nextTurn, sleep } from "../../src/patterns/sleep.ts";
import { zip } from "../../src/patterns/zip.ts";
import { runVirtual } from "../../src/testing/index.ts";
import { stamped, terminal } from "../support.ts";
import { counting, ticking } from "./merge/sources.ts";

/*
 * Several streams side by side, one item of each at a time, as Python's zip. They are asked all at once, so that a row
 * takes as long as its slowest item.
 */
describe("zip", () => {
  it("gives one item of each source at a time, and ends with the shortest", async () => {
    const run = await runVirtual(async () => {
      for await (const [a, b] of zip(
        ticking("A", 10, 10, 10),
        ticking("B", 20, 5),
      )) {
        console.log(`${a} ${b}`);
      }
      console.log("left");
    });
    expect(stamped(run)).toBe(terminal`
        20 ms | A0 B0
        30 ms | A1 B1
        30 ms | B closed
        30 ms | left
    `);
  });

  it("drops what others have given when one ends, and closes them", async () => {
    await runVirtual(async () => {
      const [long, short] = [counting(), counting(2)];
      expect(await toArray(zip(long, short, "abc"))).toEqual([
        [1, 1, "a"],
        [2, 2, "b"],
      ]);
      expect([long.asked, long.closed, short.closed]).toEqual([3, 1, 0]);
    });
  });

  it("is over at once where there is no source", async () => {
    await runVirtual(async () => {
      expect(await toArray(zip())).toEqual([]);
    });
  });

  it("asks for nothing that is not wanted", async () => {
    await runVirtual(async () => {
      const source = counting();
      const zipped = zip(source);
      await sleep(5);
      expect(source.asked).toBe(0);
      await zipped.next();
      await sleep(5);
      expect(source.asked).toBe(1);
      await zipped.return();
      expect(source.closed).toBe(1);
    });
  });

  it("ends a next() that waits when it is closed", async () => {
    await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      const zipped = zip(queue, counting());
      const next = zipped.next();
      await nextTurn();
      await zipped.return();
      expect(await next).toEqual({ done: true, value: undefined });
    });
  });

  it("ends with the first failure, keeps what closing throws beside it, and heeds no later one", async () => {
    await runVirtual(async () => {
      const fail = async function* (ms: number, reason: string) {
        await sleep(ms);
        yield* [];
        throw new Error(reason);
      };
      const closing = new Error("no key");
      const zipped = zip(
        fail(10, "second"),
        fail(5, "first"),
        counting(9, closing),
      );
      await expect(toArray(zipped)).rejects.toMatchObject({
        error: closing,
        suppressed: new Error("first"),
      });
      await sleep(10);
    });
  });

  it("refuses what cannot be iterated", () => {
    expect(() => zip(7 as never)).toThrow(
      new TypeError("Cannot zip: the source must be iterable, received 7"),
    );
  });
});
