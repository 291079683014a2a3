import { describe, expect, it } from "vitest";
import { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import {
  QueueEmptyError,
  QueueFullError,
} from "../../../src/patterns/async-queue.ts";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { createTask } from "../../../src/patterns/task.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import { getter, holding } from "./queue-users.ts";

/*
 * A queue hands items from producers to consumers, first in, first out. `put` waits while the queue is full, `get` waits
 * while it is empty; so a fast producer cannot run away from a slow consumer, which is called **back-pressure**. Who has
 * to wait, waits in line; who has not, goes on without giving up its turn. It is asyncio's Queue.
 */
describe("AsyncQueue", () => {
  it("hands out the items in the order in which they came", async () => {
    const run = await runVirtual(async () => {
      const queue = holding("A", "B", "C");
      return [await queue.get(), await queue.get(), await queue.get()];
    });
    expect(run.result).toEqual(["A", "B", "C"]);
  });

  it("makes get wait until there is an item", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      const consumer = getter(queue, "consumer");
      await sleep(10);
      await queue.put("A");
      await consumer;
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | consumer got A
    `);
  });

  it("makes put wait while it is full", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>(1);
      const producer = createTask(async () => {
        for (const item of ["A", "B", "C"]) {
          await queue.put(item);
          console.log(`put ${item}`);
        }
      });
      for (let i = 0; i < 3; i++) {
        await sleep(10);
        console.log(`got ${await queue.get()}`);
      }
      await producer;
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | put A
        10 ms | got A
        10 ms | put B      ← had to wait for room
        20 ms | got B
        20 ms | put C
        30 ms | got C
    `);
  });

  it("costs no turn to put where there is room, or to get where there is an item", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>(1);
      const turn = nextTurn().then(() => console.log("the next turn"));
      await queue.put("A");
      console.log(`got ${await queue.get()}`);
      await turn;
    });
    expect(run.output).toBe(terminal`
      got A
      the next turn
    `);
  });

  it("gives a promise from put and get also where nothing has to wait", async () => {
    const queue = new AsyncQueue<string>();
    const putting = queue.put("A");
    expect(putting).toBeInstanceOf(Promise);
    expect(await putting).toBe(undefined);
    expect(queue.get()).toBeInstanceOf(Promise);
  });

  it("knows its size, and whether it is empty or full", () => {
    const queue = new AsyncQueue<string>(2);
    const state = () => [queue.size, queue.empty, queue.full];
    expect(state()).toEqual([0, true, false]);
    queue.putNowait("A");
    expect(state()).toEqual([1, false, false]);
    queue.putNowait("B");
    expect(state()).toEqual([2, false, true]);
    expect(queue.maxsize).toBe(2);
  });

  it.each([[], [0], [-1]])(
    "holds any number of items for maxsize: %s",
    (...maxsize) => {
      const queue = new AsyncQueue<number>(...maxsize);
      for (let i = 0; i < 5_000; i++) {
        queue.putNowait(i);
      }
      expect([queue.size, queue.full]).toEqual([5_000, false]);
      expect(queue.maxsize).toBe(maxsize[0] ?? 0);
    },
  );

  it("takes items of any type, and undefined is one of them", async () => {
    const items = [undefined, null, NaN, 0, "", Symbol("id"), [], () => {}];
    await runVirtual(async () => {
      const queue = new AsyncQueue<unknown>();
      items.forEach((item) => queue.putNowait(item));
      for (const item of items) {
        expect(await queue.get()).toBe(item);
      }
      expect(queue.empty).toBe(true);
    });
  });
});

/* What goes wrong: the calls that do not wait throw where they would have to, and a queue's size is a whole number. */
describe("AsyncQueue, refusing", () => {
  it("throws QueueEmptyError from getNowait where nothing is in it", () => {
    const refused = (): unknown => new AsyncQueue().getNowait();
    expect(refused).toThrow(
      new QueueEmptyError("Cannot get: the queue is empty"),
    );
    expect(refused).toThrow(QueueEmptyError);
  });

  it("throws QueueFullError from putNowait where it has no room, and stays as it was", () => {
    const queue = new AsyncQueue<string>(2);
    queue.putNowait("A");
    queue.putNowait("B");
    expect(() => queue.putNowait("C")).toThrow(
      new QueueFullError("Cannot put: the queue is full, it holds 2 of 2"),
    );
    expect(() => queue.putNowait("C")).toThrow(QueueFullError);
    expect([queue.getNowait(), queue.getNowait(), queue.size]).toEqual([
      "A",
      "B",
      0,
    ]);
  });

  it.each<[string, unknown]>([
    ["1.5", 1.5],
    ["NaN", NaN],
    ["Infinity", Infinity],
    ['"3"', "3"],
    ["null", null],
  ])("refuses %s as maxsize", (shown, maxsize) => {
    expect(() => new AsyncQueue(maxsize as number)).toThrow(
      new RangeError(
        `Cannot create a queue: maxsize must be an integer, received ${shown}`,
      ),
    );
  });
});
