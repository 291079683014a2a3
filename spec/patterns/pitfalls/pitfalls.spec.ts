import { describe, expect, it } from "vitest";
import { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import { map, toArray } from "../../../src/patterns/async-iteration.ts";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { gather } from "../../../src/patterns/gather.ts";
import { createTask, Task } from "../../../src/patterns/task.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";

/*
 * What surprises those who come from Python, or from synchronous TypeScript. None of it is a fault of this library: the
 * language has it so. Each rule shows the trap and, where there is one, the way around it.
 */
describe("Pitfalls of await", () => {
  // In Python, awaiting a coroutine that has nothing to wait for runs straight through it, as a call does.
  it("await always yields: others' microtasks run, even behind a promise that is resolved", async () => {
    const log: string[] = [];
    const twoSteps = async (name: string): Promise<void> => {
      log.push(`${name} 1`);
      await Promise.resolve();
      log.push(`${name} 2`);
    };
    await Promise.all([twoSteps("A"), twoSteps("B")]);
    expect(log).toEqual(["A 1", "B 1", "A 2", "B 2"]);
  });

  it("tasks are safe from that: no other task gets a turn while there is nothing to wait for", async () => {
    const run = await runVirtual(async () => {
      const twoSteps = async (name: string): Promise<void> => {
        console.log(`${name} 1`);
        await Promise.resolve();
        console.log(`${name} 2`);
      };
      const tasks = ["A", "B"].map((name) => createTask(() => twoSteps(name)));
      await gather(...tasks);
    });
    expect(run.output).toBe(terminal`
      A 1
      A 2
      B 1
      B 2
    `);
  });

  // An async function's promise takes on the state of what it returns, and a task can be awaited.
  it("a task comes out of an async function awaited", async () => {
    await runVirtual(async () => {
      const start = () => createTask(() => "result");
      const startAsync = async () => start();
      expect(start()).toBeInstanceOf(Task);
      expect(await startAsync()).toBe("result");
      expect((await boxed(start())).task).toBeInstanceOf(Task); // in a box it stays a task
    });
  });

  // `return promise` leaves the try block before the promise rejects. Python has to await to get at the error at all.
  it("catch does not see the rejection of a promise that is returned without await", async () => {
    const error = new Error("no route to host");
    const fetching = (): Promise<string> => Promise.reject(error);
    const careless = async (): Promise<string> => {
      try {
        return fetching();
      } catch {
        return "a default";
      }
    };
    const careful = async (): Promise<string> => {
      try {
        return await fetching();
      } catch {
        return "a default";
      }
    };
    await expect(careless()).rejects.toBe(error);
    expect(await careful()).toBe("a default");
  });

  // asyncio throws a CancelledError in at whatever await the task stands; here only waits under the signal can end.
  it("cancelling ends only the waits that the signal was passed to", async () => {
    const run = await runVirtual(async () => {
      const cancelled = async (task: Task<void>): Promise<void> => {
        task.cancel();
        await task.then(null, () => {});
        console.log(`cancelled: ${task.cancelled}`);
      };
      const deaf = createTask(() => sleep(100));
      const heeding = createTask((signal) => sleep(100, { signal }));
      await nextTurn();
      await Promise.all([cancelled(deaf), cancelled(heeding)]);
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | cancelled: true     ← the heeding one
       100 ms | cancelled: false    ← the deaf one
    `);
  });
});

/* Whatever passes through an `await` on its way is awaited, whether one means it or not. */
describe("Pitfalls of promises as items", () => {
  it("a promise put into a queue comes out of get awaited, and out of getNowait as it is", async () => {
    const queue = new AsyncQueue<Promise<string>>();
    const promise = Promise.resolve("value");
    queue.putNowait(promise);
    queue.putNowait(promise);
    expect(await queue.get()).toBe("value");
    expect(queue.getNowait()).toBe(promise);
  });

  it("a promise that rejects makes get throw, though there was an item", async () => {
    const queue = new AsyncQueue<Promise<string>>();
    const error = new Error("no route to host");
    // In real time get may take a lap of the event loop, on which Node raises what nobody has handled by then.
    await runVirtual(async () => {
      queue.putNowait(Promise.reject(error));
      await expect(queue.get()).rejects.toBe(error);
    });
    expect(queue.empty).toBe(true);
  });

  it("a promise that a generator yields, or fn of map returns, comes out awaited", async () => {
    async function* promises(): AsyncGenerator<string> {
      yield Promise.resolve("value");
    }
    expect(await toArray(promises())).toEqual(["value"]);
    const lengths = map(["value"], (text) => Promise.resolve(text.length));
    expect(await toArray(lengths)).toEqual([5]);
  });

  it("a function or an object around it keeps it a promise", async () => {
    const queue = new AsyncQueue<() => Promise<string>>();
    const promise = Promise.resolve("value");
    queue.putNowait(() => promise);
    expect((await queue.get())()).toBe(promise);
  });
});

async function boxed<T>(task: Task<T>): Promise<{ task: Task<T> }> {
  return { task };
}
