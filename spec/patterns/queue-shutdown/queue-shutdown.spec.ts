import { describe, expect, it } from "vitest";
import { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import { QueueShutDownError } from "../../../src/patterns/async-queue.ts";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import {
  fullWith,
  getter,
  holding,
  putter,
} from "../async-queue/queue-users.ts";

/*
 * `shutdown()` says that no more items will come. Puts fail from then on; gets hand out what is left, and then fail. An
 * immediate shutdown throws away what is left too. This is how a producer ends its consumers without one sentinel value
 * for each: asyncio's Queue has it from Python 3.13 on.
 */
describe("AsyncQueue.shutdown", () => {
  const closed = new QueueShutDownError("Cannot put: the queue is shut down");
  const over = new QueueShutDownError(
    "Cannot get: the queue is shut down and empty",
  );

  it("makes every put fail", async () => {
    const queue = new AsyncQueue<string>();
    queue.shutdown();
    expect(() => queue.putNowait("A")).toThrow(closed);
    expect(() => queue.putNowait("A")).toThrow(QueueShutDownError);
    await expect(queue.put("A")).rejects.toThrow(closed);
    expect(queue.size).toBe(0);
  });

  it("lets gets have what is left, and then makes them fail", async () => {
    const queue = holding("A", "B");
    queue.shutdown();
    expect([await queue.get(), queue.getNowait()]).toEqual(["A", "B"]);
    await expect(queue.get()).rejects.toThrow(over);
    expect(() => queue.getNowait()).toThrow(over);
    expect(() => queue.getNowait()).toThrow(QueueShutDownError);
  });

  it("reports a full queue that is shut down as shut down", () => {
    const queue = fullWith("A");
    queue.shutdown();
    expect(() => queue.putNowait("B")).toThrow(closed);
  });

  it("wakes waiting getters to fail, on turns of their own", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      const getters = [getter(queue, "A"), getter(queue, "B")];
      await sleep(10);
      queue.shutdown();
      console.log("shut down");
      await Promise.all(getters);
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | shut down
        10 ms | A ends: QueueShutDownError: Cannot get: the queue is shut down and empty
        10 ms | B ends: QueueShutDownError: Cannot get: the queue is shut down and empty
    `);
  });

  it("wakes waiting putters to fail, though the queue is still full", async () => {
    const run = await runVirtual(async () => {
      const queue = fullWith("first");
      const putters = [putter(queue, "A"), putter(queue, "B")];
      await nextTurn();
      queue.shutdown();
      await Promise.all(putters);
      console.log(`left: ${queue.getNowait()}`);
    });
    expect(run.output).toBe(terminal`
      A ends: QueueShutDownError: Cannot put: the queue is shut down
      B ends: QueueShutDownError: Cannot put: the queue is shut down
      left: first
    `);
  });

  it("wakes getters before putters", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>(1);
      const getters = [getter(queue, "woken"), getter(queue, "getter")];
      queue.putNowait("A");
      const putting = putter(queue, "putter");
      queue.shutdown();
      await Promise.all([...getters, putting]);
    });
    expect(run.output).toBe(terminal`
      woken got A
      getter ends: QueueShutDownError: Cannot get: the queue is shut down and empty
      putter ends: QueueShutDownError: Cannot put: the queue is shut down
    `);
  });

  it("still gives a getter its item that was woken before", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      const getting = getter(queue, "woken");
      queue.putNowait("A");
      queue.shutdown();
      await getting;
    });
    expect(run.output).toBe(terminal`
      woken got A
    `);
  });

  it("makes a putter fail that was woken before, though it has room now", async () => {
    const run = await runVirtual(async () => {
      const queue = fullWith("first");
      const putting = putter(queue, "woken");
      queue.getNowait();
      queue.shutdown();
      await putting;
      console.log(`size: ${queue.size}`);
    });
    expect(run.output).toBe(terminal`
      woken ends: QueueShutDownError: Cannot put: the queue is shut down
      size: 0
    `);
  });

  it("leaves joiners waiting for what is left", async () => {
    const run = await runVirtual(async () => {
      const queue = holding("A");
      const joining = queue.join().then(() => console.log("joined"));
      queue.shutdown();
      await sleep(10);
      queue.getNowait();
      queue.taskDone();
      await joining;
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | joined
    `);
  });

  it("does nothing the second time", async () => {
    const queue = holding("A");
    queue.shutdown();
    queue.shutdown();
    expect(await queue.get()).toBe("A");
    await expect(queue.get()).rejects.toThrow(over);
  });
});
