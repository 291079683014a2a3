import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import {
  AsyncQueue,
  QueueShutDownError,
} from "../../../src/patterns/async-queue.ts";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { createTask } from "../../../src/patterns/task.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import { getter, holding } from "../async-queue/queue-users.ts";

/*
 * `queue.items({ signal })` is the queue's loop with a way out: the signal ends it with an error, `return()` without one,
 * also while it waits for an item. Nothing is lost either way: it takes no item that it does not give.
 */
describe("AsyncQueue.items", () => {
  const over = { done: true, value: undefined };

  it("throws the signal's reason where it waits, on a turn of its own", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      const task = createTask(async (signal) => {
        for await (const item of queue.items({ signal })) {
          console.log(item);
        }
      });
      queue.putNowait("A");
      await sleep(10);
      task.cancel();
      console.log("cancelled");
      await task.catch((error: unknown) => console.log(String(error)));
      queue.putNowait("B");
      console.log(queue.getNowait());
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | A
        10 ms | cancelled
        10 ms | CancelledError: The task was cancelled
        10 ms | B
    `);
  });

  it("throws at once under an aborted signal, and takes nothing", async () => {
    const queue = holding(0, 1);
    const controller = new AbortController();
    const items = queue.items(controller);
    expect(await items.next()).toEqual({ done: false, value: 0 });
    controller.abort("enough");
    await expect(items.next()).rejects.toBe("enough");
    expect(await items.next()).toEqual(over);
    expect(queue.size).toBe(1);
  });

  it("leaves no listener on the signal", async () => {
    const { signal } = new AbortController();
    const queue = new AsyncQueue<number>();
    const items = queue.items({ signal });
    const next = items.next();
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    queue.putNowait(1);
    await next;
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it.each([
    ["return", (items: AsyncGenerator<number>) => items.return(undefined)],
    [
      "throw",
      (items: AsyncGenerator<number>) =>
        items.throw("enough").catch(() => over),
    ],
  ])("ends a next() that waits by %s(), and takes nothing", async (_, end) => {
    await runVirtual(async () => {
      const queue = new AsyncQueue<number>();
      const items = queue.items();
      const next = items.next();
      expect(await end(items)).toEqual(over);
      expect(await next).toEqual(over);
      queue.putNowait(1);
      await sleep(1);
      expect(queue.size).toBe(1);
      expect(await items.next()).toEqual(over);
    });
  });

  it("ends all next() that wait by one return()", async () => {
    await runVirtual(async () => {
      const items = new AsyncQueue<number>().items();
      const all = [items.next(), items.next(), items.return(), items.next()];
      expect(await Promise.all(all)).toEqual([over, over, over, over]);
    });
  });

  it("passes its wake-up on where it is closed before its turn", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<number>();
      const items = queue.items();
      const next = items.next();
      const other = getter(queue, "the other");
      queue.putNowait(1); // wakes the loop
      await items.return();
      expect(await next).toEqual(over);
      await other;
    });
    expect(run.output).toBe(terminal`
      the other got 1
    `);
  });

  it("gives an item that it has already taken, though it is closed then", async () => {
    await runVirtual(async () => {
      const queue = holding(7);
      const items = queue.items();
      const next = items.next();
      expect(await items.return()).toEqual(over);
      expect(await next).toEqual({ done: false, value: 7 });
    });
  });

  it("gives one item after the other where several are asked for at once", async () => {
    await runVirtual(async () => {
      const queue = new AsyncQueue<number>();
      const items = queue.items();
      const all = Promise.all([items.next(), items.next(), items.next()]);
      await nextTurn();
      queue.putNowait(1);
      queue.putNowait(2);
      queue.shutdown();
      expect(await all).toEqual([
        { done: false, value: 1 },
        { done: false, value: 2 },
        over,
      ]);
    });
  });

  it("can be disposed of, which closes it", async () => {
    await runVirtual(async () => {
      const queue = holding(0, 1);
      let left: AsyncGenerator<number>;
      {
        await using items = queue.items();
        await items.next();
        left = items;
      }
      expect(await left.next()).toEqual(over);
      expect(queue.size).toBe(1);
    });
  });

  it.each([
    ["an error", new Error("no route to host")],
    ["the shutdown of another queue", new QueueShutDownError("elsewhere")],
  ])(
    "throws what an item rejects with, also %s, and leaves the rest in the queue",
    async (_, failure) => {
      const queue = new AsyncQueue<Promise<string>>();
      queue.putNowait(Promise.resolve("page 1"));
      const failing: Promise<string> = Promise.reject(failure);
      failing.catch(() => {});
      queue.putNowait(failing);
      queue.putNowait(Promise.resolve("page 3"));
      queue.shutdown();
      const pages: unknown[] = [];
      const loop = async (): Promise<void> => {
        for await (const page of queue) {
          pages.push(page);
        }
      };
      await expect(loop()).rejects.toBe(failure);
      expect(pages).toEqual(["page 1"]);
      expect(await queue.get()).toBe("page 3");
    },
  );

  it("throws what an item rejects with that it has waited for", async () => {
    await runVirtual(async () => {
      const failure = new QueueShutDownError("elsewhere");
      const queue = new AsyncQueue<Promise<never>>();
      const next = queue.items().next();
      await nextTurn();
      const item = Promise.reject(failure);
      item.catch(() => {}); // who gets it looks at it a turn later
      queue.putNowait(item);
      queue.shutdown();
      await expect(next).rejects.toBe(failure);
    });
  });
});
