import { describe, expect, it } from "vitest";
import { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import { sleep } from "../../../src/patterns/sleep.ts";
import { createTask } from "../../../src/patterns/task.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import { holding } from "../async-queue/queue-users.ts";

/*
 * `for await` over a queue is the shortest consumer: it takes items as they come and ends when the queue is shut down and
 * empty. Several loops over one queue share its items, as several consumers do. Python's Queue has no such loop.
 */
describe("for await over an AsyncQueue", () => {
  it("takes the items as they come, and ends once the queue is shut down and empty", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<number>();
      createTask(async () => {
        for (let i = 0; i < 3; i++) {
          await sleep(10);
          await queue.put(i);
        }
        await sleep(10);
        queue.shutdown();
      });
      await consume(queue, "loop");
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | loop got 0
        20 ms | loop got 1
        30 ms | loop got 2
        40 ms | loop ends
    `);
  });

  it("takes what is left in a queue that was shut down before", async () => {
    const run = await runVirtual(async () => {
      const queue = holding(0, 1);
      queue.shutdown();
      await consume(queue, "loop");
    });
    expect(run.output).toBe(terminal`
      loop got 0
      loop got 1
      loop ends
    `);
  });

  it("ends at an immediate shutdown, whatever was left", async () => {
    const run = await runVirtual(async () => {
      const queue = holding(0, 1, 2);
      createTask(async () => {
        await sleep(15);
        queue.shutdown({ immediate: true });
      });
      await consume(queue, "loop", 10);
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | loop got 0
        10 ms | loop got 1
        20 ms | loop ends
    `);
  });

  it("shares the items among all loops over the queue", async () => {
    const run = await runVirtual(async () => {
      const queue = holding(0, 1, 2, 3, 4);
      queue.shutdown();
      await Promise.all([consume(queue, "A", 10), consume(queue, "B", 15)]);
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | A got 0
         0 ms | B got 1
        10 ms | A got 2
        15 ms | B got 3
        20 ms | A got 4
        30 ms | B ends
        30 ms | A ends
    `);
  });

  it("leaves the queue as it is when it is left early", async () => {
    await runVirtual(async () => {
      const queue = holding(0, 1, 2);
      for await (const item of queue) {
        if (item === 1) {
          break;
        }
      }
      queue.putNowait(3);
      expect([queue.getNowait(), queue.getNowait()]).toEqual([2, 3]);
    });
  });

  it("does not call taskDone: that is for the body to say", async () => {
    await runVirtual(async () => {
      const queue = holding(0, 1);
      queue.shutdown();
      for await (const _ of queue) {
        queue.taskDone();
      }
      expect(() => queue.taskDone()).toThrow(RangeError);
      await queue.join();
    });
  });
});

async function consume(
  queue: AsyncQueue<number>,
  name: string,
  ms = 0,
): Promise<void> {
  for await (const item of queue) {
    console.log(`${name} got ${item}`);
    await sleep(ms);
  }
  console.log(`${name} ends`);
}
