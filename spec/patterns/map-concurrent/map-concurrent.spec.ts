import { describe, expect, it } from "vitest";
import { toArray } from "../../../src/patterns/async-iteration.ts";
import { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import { mapConcurrent } from "../../../src/patterns/map-concurrent.ts";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import { counting, ticking } from "../merge/sources.ts";

/*
 * A thousand pages, sixteen at a time. The next is fetched when one is taken, so that a slow reader holds up the work and
 * nothing piles up.
 */
describe("mapConcurrent", () => {
  it("has so many calls under way, and gives their results in order", async () => {
    const run = await runVirtual(async () => {
      const doubled = mapConcurrent([30, 10, 20, 5], slow, { limit: 2 });
      for await (const ms of doubled) {
        console.log(`${ms} taken`);
      }
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | 30 begins
         0 ms | 10 begins
        10 ms | 10 ends
        30 ms | 30 ends
        30 ms | 30 taken
        30 ms | 20 begins
        30 ms | 10 taken
        30 ms | 5 begins
        35 ms | 5 ends
        50 ms | 20 ends
        50 ms | 20 taken
        50 ms | 5 taken
    `);
  });

  it("gives them as they are done where no order is wanted", async () => {
    const run = await runVirtual(async () => {
      const options = { limit: 2, ordered: false };
      const order = [];
      for await (const ms of mapConcurrent([30, 10, 15, 20], slow, options)) {
        order.push(ms);
      }
      return order;
    });
    expect(run.result).toEqual([10, 15, 30, 20]);
  });

  it("is never more than its limit ahead of what was taken, and begins when the first is wanted", async () => {
    await runVirtual(async () => {
      const source = counting();
      const mapped = mapConcurrent(source, (item) => item, { limit: 3 });
      await sleep(5);
      expect(source.asked).toBe(0);
      for (let taken = 1; taken < 5; taken++) {
        await mapped.next();
        await sleep(5);
        expect(source.asked).toBe(taken + 3);
      }
      await mapped.return();
      expect(source.closed).toBe(1);
    });
  });

  it("gives a failure in its place, begins nothing behind it, and closes the source", async () => {
    const run = await runVirtual(async () => {
      const source = counting();
      const fail = async (item: number, signal: AbortSignal) => {
        await sleep(item === 2 ? 5 : 10 * item, { signal }).catch(
          (reason: unknown) => console.log(`${item}: ${String(reason)}`),
        );
        if (item === 2) {
          throw new Error("no light");
        }
        return item;
      };
      const mapped = mapConcurrent(source, fail, { limit: 3 });
      console.log((await mapped.next()).value);
      await mapped.next().catch((error: unknown) => console.log(String(error)));
      console.log(`asked ${source.asked}, closed ${source.closed}`);
      await nextTurn();
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | 1
        10 ms | Error: no light
        10 ms | asked 3, closed 1
        10 ms | 3: CancelledError: The loop was left
    `);
  });

  it("gives a failure at once where no order is wanted", async () => {
    const run = await runVirtual(async () => {
      const fn = async (ms: number) => {
        await sleep(ms);
        if (ms === 5) {
          throw new Error("no light");
        }
      };
      const options = { limit: 2, ordered: false };
      await expect(
        toArray(mapConcurrent([50, 5], fn, options)),
      ).rejects.toThrow("no light");
    });
    expect(run.elapsed).toBe(5);
  });

  it("gives what was done before the source failed, then that failure", async () => {
    await runVirtual(async () => {
      const source = (async function* () {
        yield 10;
        throw new Error("no light");
      })();
      const mapped = mapConcurrent(source, slow, { limit: 4 });
      expect(await mapped.next()).toEqual({ done: false, value: 10 });
      await expect(mapped.next()).rejects.toThrow("no light");
    });
  });

  it("takes a fn that throws at once for one that fails", async () => {
    await runVirtual(async () => {
      const fn = () => {
        throw new Error("no light");
      };
      await expect(
        toArray(mapConcurrent([1], fn, { limit: 1 })),
      ).rejects.toThrow("no light");
    });
  });

  it("aborts the calls that run and closes the source when the loop is left, and waits for no call", async () => {
    const run = await runVirtual(async () => {
      const fn = async (item: string, signal: AbortSignal) => {
        await sleep(item === "A0" ? 1 : 50, { signal }).catch((error) => {
          console.log(`${item}: ${String(error)}`);
        });
        return item;
      };
      const source = ticking("A", 0, 0, 0);
      for await (const item of mapConcurrent(source, fn, { limit: 2 })) {
        console.log(item);
        break;
      }
      console.log("left");
      await sleep(5);
    });
    expect(run.output).toBe(terminal`
      A0
      A closed
      left
      A1: CancelledError: The loop was left
    `);
  });

  it("ends a next() that waits when it is closed", async () => {
    await runVirtual(async () => {
      const queue = new AsyncQueue<number>();
      const mapped = mapConcurrent(queue, (item) => item, { limit: 2 });
      const next = mapped.next();
      await nextTurn();
      await mapped.return();
      expect(await next).toEqual({ done: true, value: undefined });
      queue.putNowait(1);
      await nextTurn();
      expect(queue.size).toBe(1);
    });
  });

  /** A source that gives an item each 10 ms, prints that it is asked, and cannot be closed. */
  const unstoppable = () => {
    let asked = 0;
    const next = async () => {
      console.log("asked");
      await sleep(10);
      return { done: false as const, value: asked++ };
    };
    return { [Symbol.asyncIterator]: () => ({ next }) };
  };
  const begins = (item: number): number => {
    console.log(`begins ${item}`);
    return item;
  };

  it("begins nothing with what comes behind its end, and asks for no more", async () => {
    const run = await runVirtual(async () => {
      const mapped = mapConcurrent(unstoppable(), begins, { limit: 3 });
      console.log("takes", (await mapped.next()).value);
      await mapped.return();
      console.log("left");
      await sleep(50);
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | asked
        10 ms | begins 0
        10 ms | asked
        10 ms | takes 0
        10 ms | left
    `);
  });

  it("begins nothing with what comes behind a failure", async () => {
    const run = await runVirtual(async () => {
      const fails = async (item: number): Promise<never> => {
        begins(item);
        await sleep(5);
        throw new Error("no light");
      };
      const mapped = mapConcurrent(unstoppable(), fails, { limit: 3 });
      await expect(mapped.next()).rejects.toThrow("no light");
      console.log("failed");
      await sleep(50);
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | asked
        10 ms | begins 0
        10 ms | asked
        15 ms | failed
    `);
  });

  it("ends it also where it is closed up to eleven microtasks after a call has ended behind one that has not", async () => {
    for (let ticks = 0; ticks < 12; ticks++) {
      await runVirtual(async () => {
        let end!: () => void;
        const ended = new Promise<void>((resolve) => (end = resolve));
        const never = new Promise<void>(() => {});
        const fn = (item: number) => (item === 1 ? never : ended);
        const mapped = mapConcurrent([1, 2], fn, { limit: 2 });
        const next = mapped.next();
        await nextTurn();
        end();
        for (let tick = 0; tick < ticks; tick++) {
          await Promise.resolve();
        }
        await mapped.return();
        expect(await next).toEqual({ done: true, value: undefined });
      });
    }
  });

  it.each<[string, () => unknown, Error]>([
    [
      "no limit",
      () => mapConcurrent([], slow, undefined as never),
      new RangeError(
        "Cannot map concurrently: limit must be a whole number from 1 on, received undefined",
      ),
    ],
    [
      "a limit below 1",
      () => mapConcurrent([], slow, { limit: 0 }),
      new RangeError(
        "Cannot map concurrently: limit must be a whole number from 1 on, received 0",
      ),
    ],
    [
      "no fn",
      () => mapConcurrent([], 7 as never, { limit: 1 }),
      new TypeError(
        "Cannot map concurrently: fn must be a function, received 7",
      ),
    ],
    [
      "no source",
      () => mapConcurrent(7 as never, slow, { limit: 1 }),
      new TypeError(
        "Cannot map concurrently: the source must be iterable, received 7",
      ),
    ],
  ])("refuses %s", (_, call, error) => {
    expect(call).toThrow(error);
  });
});

async function slow(ms: number): Promise<number> {
  console.log(`${ms} begins`);
  await sleep(ms);
  console.log(`${ms} ends`);
  return ms;
}
