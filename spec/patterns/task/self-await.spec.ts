import { describe, expect, it } from "vitest";
import { asyncWith } from "../../../src/patterns/async-context-manager.ts";
import { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import { map, toArray } from "../../../src/patterns/async-iteration.ts";
import { gather } from "../../../src/patterns/gather.ts";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { createTask, type Task } from "../../../src/patterns/task.ts";
import { DeadlockError, runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import { spied } from "../spied.ts";

/*
 * A task that awaits itself would wait for ever, so that await throws, as in asyncio: "Task cannot await on itself". It
 * throws on the next turn there, and here. Tasks that wait for each other in a circle are a deadlock in both languages.
 */
describe("A task that awaits itself", () => {
  const itself = new Error(
    "Cannot await: a task waits for itself, received Task-1",
  );

  it.each<[string, (self: () => Task<unknown>) => unknown]>([
    ["at its start", async (self) => await self()],
    ["behind a sleep", (self) => sleep(1).then(self)],
    [
      "behind an item of a queue",
      async (self) => {
        const queue = new AsyncQueue<number>();
        createTask(() => queue.put(1));
        await queue.get();
        await self();
      },
    ],
    [
      "in a function that it awaits",
      async (self) => {
        const fetching = async () => {
          await nextTurn();
          return await self();
        };
        await fetching();
      },
    ],
    [
      "in a context",
      async (self) => {
        await nextTurn();
        await asyncWith(spied(), self);
      },
    ],
    ["in an iterator", (self) => toArray(map([1], self))],
    [
      "beside something else that it awaits",
      (self) => Promise.all([sleep(1), (async () => await self())()]),
    ],
    ["as what its body returns", (self) => self()],
    ["as what its body returns later", async (self) => self()],
    // As webpack's modules are, by default, while one develops.
    // oxlint-disable-next-line eslint/no-eval -- such code has no file
    ["in code of no file", (0, eval)("async (self) => await self()")],
  ])("is told so: %s", async (_, body) => {
    await runVirtual(async () => {
      const task: Task<unknown> = createTask(() => body(() => task));
      await expect(task).rejects.toThrow(itself);
    });
  });

  it("is told on the next turn, and may go on", async () => {
    const run = await runVirtual(async () => {
      const task: Task<void> = createTask(async () => {
        createTask(() => console.log("the next turn"));
        try {
          await task;
        } catch (error) {
          console.log(String(error));
        }
        await sleep(5);
        console.log("goes on");
      });
      await task;
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | the next turn
         0 ms | Error: Cannot await: a task waits for itself, received Task-1
         5 ms | goes on
    `);
  });

  it("may ask to be called back when it is over", async () => {
    const run = await runVirtual(async () => {
      const task: Task<string> = createTask(async () => {
        void task.then((value) => console.log(`then ${value}`));
        void task.finally(() => console.log("finally"));
        await nextTurn();
        void task.catch(() => {});
        return "result";
      });
      await task;
      await nextTurn();
    });
    expect(run.output).toBe(terminal`
      then result
      finally
    `);
  });

  it("may wait for itself or something else, whichever comes first", async () => {
    const { result } = await runVirtual(async () => {
      const task: Task<unknown> = createTask(() =>
        Promise.race([task, sleep(5).then(() => "something else")]),
      );
      return task;
    });
    expect(result).toBe("something else");
  });

  // Code that a promise resumes in the middle of a task's turn is not that task's.
  it.each([
    ["main", async (wait: () => Promise<unknown>) => wait()],
    ["another task", (wait: () => Promise<unknown>) => createTask(wait)],
  ])(
    "is not mistaken for whoever it lets go on: %s",
    async (_, awaitElsewhere) => {
      const { result } = await runVirtual(async () => {
        let letGo = (): void => {};
        const ready = new Promise<void>((resolve) => (letGo = resolve));
        const server = createTask(async () => {
          await nextTurn();
          letGo();
          await sleep(5);
          return "served";
        });
        return awaitElsewhere(async () => {
          await ready;
          return server;
        });
      });
      expect(result).toBe("served");
    },
  );

  it.each<[string, (one: Promise<void>, other: Promise<void>) => unknown]>([
    ["awaits", (_, other) => other],
    ["gathers itself", (one) => gather(one)],
  ])("is a deadlock where it %s in a circle", async (_, wait) => {
    const run = runVirtual(async () => {
      const one: Task<void> = createTask(
        async () => void (await wait(one, other)),
      );
      const other: Task<void> = createTask(
        async () => void (await wait(other, one)),
      );
      await one;
    });
    await expect(run).rejects.toThrow(DeadlockError);
  });

  it("leaves stack traces as they were", async () => {
    const ordinary = Error.stackTraceLimit;
    Error.stackTraceLimit = 7;
    const settings = () => [
      Error.stackTraceLimit,
      Reflect.get(Error, "prepareStackTrace"),
    ];
    const before = settings();
    const task: Task<void> = createTask(() => task);
    await expect(task).rejects.toThrow("a task waits for itself");
    const after = settings();
    Error.stackTraceLimit = ordinary;
    expect(after).toEqual(before);
  });

  it.each([
    ["do not tell who awaits whom", () => Stackless],
    ["nobody may change", () => Object.freeze(class extends Error {})],
  ])("waits on an engine whose stacks %s", async (_, makeClass) => {
    const run = runVirtual(async () => {
      const task: Task<void> = createTask(async () => {
        const ordinary = Error;
        globalThis.Error = makeClass() as ErrorConstructor;
        const waiting = (async () => await task)();
        globalThis.Error = ordinary;
        await waiting;
      });
      await task;
    });
    await expect(run).rejects.toThrow(DeadlockError);
  });
});

/** An error as other engines than V8 make them. */
class Stackless extends Error {
  override stack = "one line of text";
}
