import { getEventListeners } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import {
  AsyncLifoQueue,
  AsyncPriorityQueue,
} from "../../../src/patterns/ordered-queues.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { Census } from "../alive.ts";

/*
 * A queue costs the same whether it holds ten items or a million, and it keeps nothing alive that it no longer holds.
 * These rules count operations and objects, not milliseconds and bytes, so they hold or fail the same on any machine.
 */
describe("What a queue costs", () => {
  it("keeps no item alive that has left it, after ten thousand puts and gets", async () => {
    const queue = new AsyncQueue<object>();
    const items = new Census();
    const handOver = async (): Promise<void> => {
      for (let i = 0; i < 10_000; i++) {
        await queue.put(items.counted({}));
        await queue.get();
      }
    };
    await handOver();
    expect(await items.alive(0)).toBe(0);
    expect(queue.size).toBe(0);
  });

  it("keeps no more items alive than it holds, whatever their order", async () => {
    const queues = [
      new AsyncQueue<object>(),
      new AsyncLifoQueue<object>(),
      new AsyncPriorityQueue<object>(0, () => 0),
    ];
    const items = new Census();
    for (const queue of queues) {
      for (let i = 0; i < 5_000; i++) {
        queue.putNowait(items.counted({}));
      }
      for (let i = 0; i < 4_990; i++) {
        queue.getNowait();
      }
    }
    expect(await items.alive(30)).toBe(30);
    expect(queues.map(({ size }) => size)).toEqual([10, 10, 10]);
  });

  it("makes a promise of its own for each put, also where that need not wait", () => {
    const queue = new AsyncQueue<string>();
    expect(new Set([queue.put("A"), queue.put("B")]).size).toBe(2);
  });

  it("keeps nothing of an aborted get, neither in the queue nor on a signal that lives on", async () => {
    const queue = new AsyncQueue<object>();
    const program = new AbortController();
    const signals = new Census();
    const abortGets = async (): Promise<void> => {
      for (let i = 0; i < 200; i++) {
        const controller = new AbortController();
        const passing = signals.counted(controller.signal);
        const gets = [program.signal, passing].map((signal) =>
          queue.get({ signal }),
        );
        queue.putNowait({});
        controller.abort();
        await Promise.allSettled(gets);
      }
    };
    await runVirtual(abortGets);
    expect(await signals.alive(0)).toBe(0);
    expect(getEventListeners(program.signal, "abort")).toEqual([]);
    expect(queue.size).toBe(0);
  });

  it("moves no other item or waiter when one comes or goes", async () => {
    const movers = (
      [
        "shift",
        "unshift",
        "splice",
        "slice",
        "indexOf",
        "filter",
        "concat",
      ] as const
    ).map((name) => vi.spyOn(Array.prototype, name));
    const queue = new AsyncQueue<number>();
    for (let i = 0; i < 5_000; i++) {
      queue.putNowait(i);
    }
    for (let i = 0; i < 5_000; i++) {
      queue.getNowait();
    }
    const controllers = Array.from(
      { length: 100 },
      () => new AbortController(),
    );
    const gets = controllers.map(({ signal }) => queue.get({ signal }));
    controllers.forEach((controller) => controller.abort());
    const calls = movers.map((mover) => mover.mock.calls.length);
    movers.forEach((mover) => mover.mockRestore());
    await Promise.allSettled(gets);
    expect(calls).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it.each([100, 10_000])(
    "compares no more than log n times for a put and twice that for a get, n = %d",
    (n) => {
      let comparisons = 0;
      const queue = new AsyncPriorityQueue<number>(0, (a, b) => {
        comparisons++;
        return a - b;
      });
      const counted = (operation: () => void): number => {
        comparisons = 0;
        operation();
        return comparisons;
      };
      const log = Math.ceil(Math.log2(n + 1));
      const puts = Array.from({ length: n }, (_, i) =>
        counted(() => queue.putNowait((i * 7_919) % n)),
      );
      const gets = Array.from({ length: n }, () =>
        counted(() => queue.getNowait()),
      );
      expect(Math.max(...puts)).toBeLessThanOrEqual(log);
      expect(Math.max(...gets)).toBeLessThanOrEqual(2 * log);
    },
  );
});
