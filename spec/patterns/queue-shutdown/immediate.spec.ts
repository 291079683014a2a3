import { describe, expect, it } from "vitest";
import { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import { QueueShutDownError } from "../../../src/patterns/async-queue.ts";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { createTask } from "../../../src/patterns/task.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import {
  fullWith,
  getter,
  holding,
  putter,
} from "../async-queue/queue-users.ts";

/*
 * An immediate shutdown gives up the work that nobody has begun. What a consumer is busy with already still counts as
 * unfinished until its `taskDone()`.
 */
describe("AsyncQueue.shutdown, immediate", () => {
  it("throws away what is left", async () => {
    const queue = holding("A", "B");
    queue.shutdown({ immediate: true });
    expect([queue.size, queue.empty]).toEqual([0, true]);
    await expect(queue.get()).rejects.toThrow(
      new QueueShutDownError("Cannot get: the queue is shut down and empty"),
    );
  });

  it("comes after a gentle one too", () => {
    const queue = holding("A", "B");
    queue.shutdown({ immediate: false });
    expect(queue.size).toBe(2);
    queue.shutdown({ immediate: true });
    expect(queue.size).toBe(0);
  });

  it("makes a getter fail that was woken before", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      const getting = getter(queue, "woken");
      queue.putNowait("A");
      queue.shutdown({ immediate: true });
      await getting;
    });
    expect(run.output).toBe(terminal`
      woken ends: QueueShutDownError: Cannot get: the queue is shut down and empty
    `);
  });

  it("wakes joiners where nobody is busy, before getters and putters", async () => {
    const run = await runVirtual(async () => {
      const queue = fullWith("A");
      const putting = putter(queue, "putter");
      const joining = queue.join().then(() => console.log("joined"));
      queue.shutdown({ immediate: true });
      await Promise.all([putting, joining]);
    });
    expect(run.output).toBe(terminal`
      joined
      putter ends: QueueShutDownError: Cannot put: the queue is shut down
    `);
  });

  it("counts as unfinished what a consumer is busy with", async () => {
    const run = await runVirtual(async () => {
      const queue = holding("A", "B", "C");
      createTask(async () => {
        await queue.get();
        await sleep(10);
        queue.taskDone();
      });
      const joining = queue.join().then(() => console.log("joined"));
      await nextTurn();
      queue.shutdown({ immediate: true });
      await joining;
      expect(() => queue.taskDone()).toThrow(RangeError);
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | joined
    `);
  });

  it("counts no item twice that was marked as done while it was in the queue", async () => {
    await runVirtual(async () => {
      const queue = holding("A", "B");
      queue.taskDone();
      queue.shutdown({ immediate: true });
      await queue.join();
      expect(() => queue.taskDone()).toThrow(RangeError);
    });
  });
});
