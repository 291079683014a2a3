import { describe, expect, it } from "vitest";
import { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { createTask } from "../../../src/patterns/task.ts";
import { DeadlockError, runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";

/*
 * An empty queue does not mean that the work is done: somebody may still be busy with the last item. So the queue counts
 * its **unfinished** items: each put adds one, each `taskDone()` of a consumer takes one off, and `join()` waits until
 * none is left.
 */
describe("AsyncQueue.join", () => {
  it("waits for the taskDone of the last item, not for the queue to be empty", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      queue.putNowait("A");
      createTask(async () => {
        await queue.get();
        console.log(`empty: ${queue.empty}`);
        await sleep(10);
        queue.taskDone();
      });
      await queue.join();
      console.log("joined");
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | empty: true
        10 ms | joined
    `);
  });

  it("costs no turn where nothing is unfinished", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      const turn = nextTurn().then(() => console.log("the next turn"));
      await queue.join();
      queue.putNowait("A");
      queue.taskDone();
      await queue.join();
      console.log("joined twice");
      await turn;
    });
    expect(run.output).toBe(terminal`
      joined twice
      the next turn
    `);
  });

  it("wakes all who wait, in the order in which they came, on turns of their own", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      queue.putNowait("A");
      const joining = ["first", "second"].map((name) => joiner(queue, name));
      const turn = nextTurn().then(() => console.log("in line before"));
      queue.taskDone();
      console.log("done");
      await Promise.all([...joining, turn]);
    });
    expect(run.output).toBe(terminal`
      done
      in line before
      first joined
      second joined
    `);
  });

  it("waits for items too that are put while it waits", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      queue.putNowait("A");
      const joining = joiner(queue, "main");
      await sleep(10);
      queue.putNowait("B");
      queue.taskDone();
      await sleep(10);
      queue.taskDone();
      await joining;
    });
    expect(stamped(run)).toBe(terminal`
        20 ms | main joined
    `);
  });

  it("does not look again once woken: an item put before its turn goes unnoticed", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      queue.putNowait("A");
      const joining = joiner(queue, "main");
      queue.taskDone();
      queue.putNowait("B");
      await joining;
      queue.taskDone();
      console.log("only now is B done");
    });
    expect(run.output).toBe(terminal`
      main joined
      only now is B done
    `);
  });

  it("counts an item whose put has to wait only once it is in", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>(1);
      queue.putNowait("A");
      const putting = queue.put("B");
      queue.taskDone();
      await queue.join();
      console.log("joined while the put waits");
      queue.getNowait();
      await putting;
      await joiner(queue, "never");
    }).catch((error: unknown) => error);
    expect(run).toBeInstanceOf(DeadlockError);
  });

  it("throws from a taskDone too many, and goes on counting right", async () => {
    await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      const tooMany = new RangeError(
        "Cannot mark a task as done: taskDone was called more often than items were put",
      );
      expect(() => queue.taskDone()).toThrow(tooMany);
      queue.putNowait("A");
      queue.taskDone();
      expect(() => queue.taskDone()).toThrow(tooMany);
      queue.putNowait("B");
      const joining = joiner(queue, "main");
      queue.taskDone();
      await joining;
    });
  });
});

async function joiner(queue: AsyncQueue<unknown>, name: string): Promise<void> {
  await queue.join();
  console.log(`${name} joined`);
}
