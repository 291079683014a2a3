import { describe, expect, it } from "vitest";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { CancelledError } from "../../../src/patterns/task.ts";
import { createTask } from "../../../src/patterns/task.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import { unhandledInRun } from "../unhandled.ts";

/*
 * Cancelling a task is a request: `cancel()` aborts the signal that the body was given, and every wait under that signal
 * rejects with its reason. Where asyncio throws a CancelledError in at whatever `await` the task stands, TypeScript can
 * only end the waits that the signal was passed to. A body that passes it on nowhere runs to its end.
 */
describe("Task.cancel", () => {
  it("ends the waits under the task's signal with a CancelledError", async () => {
    const run = await runVirtual(async () => {
      const task = createTask((signal) => sleep(100, { signal }));
      await sleep(30);
      console.log(`cancelling: ${task.cancel()}`);
      await expect(task).rejects.toThrow(
        new CancelledError("The task was cancelled"),
      );
      console.log(`done: ${task.done}, cancelled: ${task.cancelled}`);
    });
    expect(stamped(run)).toBe(terminal`
        30 ms | cancelling: true
        30 ms | done: true, cancelled: true
    `);
  });

  it("only asks: the task is not done before it has had its turn", async () => {
    const run = await runVirtual(async () => {
      const task = createTask((signal) => sleep(100, { signal }));
      await sleep(30);
      task.cancel();
      const states = [task.done];
      await nextTurn();
      return [...states, task.done];
    });
    expect(run.result).toEqual([false, true]);
  });

  it("lets the body tidy up, and wait while it does", async () => {
    const run = await runVirtual(async () => {
      const task = createTask(async (signal) => {
        try {
          await sleep(100, { signal });
        } finally {
          await sleep(5);
          console.log("tidied up");
        }
      });
      await sleep(30);
      task.cancel();
      await task.then(null, (error: unknown) => console.log(String(error)));
    });
    expect(stamped(run)).toBe(terminal`
        35 ms | tidied up
        35 ms | CancelledError: The task was cancelled
    `);
  });

  it("hands on the reason that it was given, unchanged", async () => {
    await runVirtual(async () => {
      for (const reason of [new Error("shutting down"), "a string", null]) {
        const task = createTask((signal) => sleep(100, { signal }));
        await nextTurn();
        task.cancel(reason);
        await expect(task).rejects.toBe(reason);
        expect(task.cancelled).toBe(true);
      }
    });
  });

  it("is cancelled by a reason that lets nobody look at it, too", async () => {
    const deny = (): never => {
      throw new Error("no entry");
    };
    const reason = new Proxy({}, { get: deny, has: deny });
    await runVirtual(async () => {
      const task = createTask((signal) => sleep(100, { signal }));
      await nextTurn();
      task.cancel(reason);
      const seen = await task.catch((error: unknown) => error === reason);
      expect([seen, task.cancelled]).toEqual([true, true]);
    });
  });

  it("is true again for a task that is being cancelled, whose first reason stays", async () => {
    await runVirtual(async () => {
      const task = createTask((signal) => sleep(100, { signal }));
      await nextTurn();
      expect(task.cancel("first")).toBe(true);
      expect(task.cancel("second")).toBe(true);
      await expect(task).rejects.toBe("first");
    });
  });

  it("is false for a task that is done, and changes nothing", async () => {
    await runVirtual(async () => {
      let ownSignal: AbortSignal | undefined;
      const task = createTask((signal) => {
        ownSignal = signal;
        return "result";
      });
      await task;
      expect(task.cancel()).toBe(false);
      expect(task.cancelled).toBe(false);
      expect(ownSignal?.aborted).toBe(false);
      expect(await task).toBe("result");
    });
  });

  it("keeps a body from ever starting before its first turn; then the task is done", async () => {
    const run = await runVirtual(async () => {
      const task = createTask(() => console.log("never printed"));
      task.cancel();
      console.log(`done: ${task.done}, cancelled: ${task.cancelled}`);
      await nextTurn();
      console.log(`done: ${task.done}, cancelled: ${task.cancelled}`);
      await expect(task).rejects.toThrow(CancelledError);
    });
    expect(run.output).toBe(terminal`
      done: false, cancelled: false
      done: true, cancelled: true
    `);
  });

  it("does not stop a body that ignores its signal", async () => {
    const run = await runVirtual(async () => {
      const task = createTask(async () => {
        await sleep(100);
        return "result";
      });
      await sleep(30);
      task.cancel();
      console.log(`${await task}, cancelled: ${task.cancelled}`);
    });
    expect(stamped(run)).toBe(terminal`
       100 ms | result, cancelled: false
    `);
  });

  it("does not count for a body that ends with an error of its own", async () => {
    await runVirtual(async () => {
      const task = createTask(async (signal) => {
        await sleep(100, { signal }).catch(() => {
          throw new Error("cannot tidy up");
        });
      });
      await nextTurn();
      task.cancel();
      await expect(task).rejects.toThrow(new Error("cannot tidy up"));
      expect(task.cancelled).toBe(false);
    });
  });

  it("lets a body cancel its own task", async () => {
    await runVirtual(async () => {
      const task = createTask(async (signal) => {
        expect(task.cancel("changed my mind")).toBe(true);
        await sleep(10, { signal });
      });
      await expect(task).rejects.toBe("changed my mind");
      expect(task.cancelled).toBe(true);
    });
  });

  it("is not needed for a body that throws a CancelledError", async () => {
    await runVirtual(async () => {
      const task = createTask(() => {
        throw new CancelledError("not today");
      });
      await expect(task).rejects.toThrow(new CancelledError("not today"));
      expect(task.cancelled).toBe(true);
    });
  });

  it("raises no unhandled rejection, started or not, if nobody awaits the task", async () => {
    const reasons = await unhandledInRun(async () => {
      const started = createTask((signal) => sleep(100, { signal }));
      await nextTurn();
      const unstarted = createTask(() => {});
      started.cancel();
      unstarted.cancel(new Error("shutting down"));
      await sleep(10);
      expect([started.cancelled, unstarted.cancelled]).toEqual([true, true]);
    });
    expect(reasons).toEqual([]);
  });
});

/*
 * CancelledError is what a cancelled task's waits throw unless `cancel` was given another reason. A body seldom needs to
 * catch it; `finally` is enough to tidy up.
 */
describe("CancelledError", () => {
  it("is an Error with a name, a message, and a cause if it is given one", () => {
    const cause = new Error("disk full");
    const error = new CancelledError("stopped by the operator", { cause });
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toBe("CancelledError: stopped by the operator");
    expect(error.cause).toBe(cause);
    expect(new CancelledError().message).toBe("The task was cancelled");
  });
});
