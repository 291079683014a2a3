import { describe, expect, it } from "vitest";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { createTask, Task, type TaskBody } from "../../../src/patterns/task.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";

/*
 * A **task** is a body of code that runs on its own while the code that made it goes on. It starts on the next turn,
 * never inside the call, so whoever makes three tasks has made all three before the first one runs. Awaiting a task
 * gives what its body returned, or throws what it threw.
 */
describe("createTask", () => {
  it("starts the body on the next turn, never inside the call", async () => {
    const run = await runVirtual(async () => {
      const task = createTask(() => console.log("the body"));
      await Promise.resolve();
      console.log("the code that made it");
      await task;
    });
    expect(run.output).toBe(terminal`
      the code that made it
      the body
    `);
  });

  it("starts bodies in the order in which their tasks were made", async () => {
    const run = await runVirtual(async () => {
      for (const name of ["A", "B", "C"]) {
        createTask(() => console.log(name));
      }
      await nextTurn();
    });
    expect(run.output).toBe(terminal`
      A
      B
      C
    `);
  });

  it("gives what the body returns, at once or later", async () => {
    const run = await runVirtual(async () => [
      await createTask(() => "at once"),
      await createTask(async () => {
        await sleep(10);
        return "later";
      }),
    ]);
    expect(run.result).toEqual(["at once", "later"]);
  });

  it("throws the very error that the body throws, at once or later", async () => {
    await runVirtual(async () => {
      const error = new Error("no route to host");
      const atOnce = createTask(() => {
        throw error;
      });
      await expect(atOnce).rejects.toBe(error);
      const later = createTask(async () => {
        await sleep(10);
        throw error;
      });
      await expect(later).rejects.toBe(error);
    });
  });

  it("makes a task that is done once its body has ended", async () => {
    const run = await runVirtual(async () => {
      const task = createTask(() => sleep(10));
      const states = [task.done];
      await sleep(9);
      states.push(task.done);
      await task;
      return [...states, task.done, task.cancelled];
    });
    expect(run.result).toEqual([false, false, true, false]);
  });

  it("wakes those who await it on turns of their own, in the order in which they came", async () => {
    const run = await runVirtual(async () => {
      const task = createTask(() => sleep(10));
      const awaiter = async (name: string): Promise<void> => {
        await task;
        console.log(`${name} wakes`);
        await Promise.resolve();
        console.log(`${name} ends its turn`);
      };
      await Promise.all([awaiter("A"), awaiter("B")]);
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | A wakes
        10 ms | A ends its turn
        10 ms | B wakes
        10 ms | B ends its turn
    `);
  });

  it("wakes an awaiter behind everyone who is in line when it ends", async () => {
    const run = await runVirtual(async () => {
      const task = createTask(() => console.log("the body"));
      const turn = nextTurn().then(() => console.log("in line before"));
      await task;
      console.log("the awaiter");
      await turn;
    });
    expect(run.output).toBe(terminal`
      the body
      in line before
      the awaiter
    `);
  });

  it("costs no turn to await once it is done", async () => {
    const run = await runVirtual(async () => {
      const task = createTask(() => "result");
      await task;
      const turn = nextTurn().then(() => console.log("the next turn"));
      console.log(await task);
      await turn;
    });
    expect(run.output).toBe(terminal`
      result
      the next turn
    `);
  });

  it.each<[string, TaskBody<unknown>]>([
    ["a parameter", (signal) => signal],
    ["a default", withDefault],
    ["a rest parameter", (...args: unknown[]) => args[0]],
    ["its arguments", withArguments],
  ])("gives the body a signal that it sees by %s", async (_, body) => {
    const signal = await createTask(body);
    expect(signal).toBeInstanceOf(AbortSignal);
    expect((signal as AbortSignal).aborted).toBe(false);
  });

  it("numbers tasks without a name", async () => {
    const run = await runVirtual(() => {
      const body = (): void => {};
      const named = createTask(body, { name: "courier" });
      return [createTask(body), named, createTask(body)].map(
        ({ name }) => name,
      );
    });
    expect(run.result).toEqual(["Task-1", "courier", "Task-2"]);
  });

  it("makes an instance of Task, which Promise.all takes as a promise", async () => {
    await runVirtual(async () => {
      const task = createTask(() => "result");
      expect(task).toBeInstanceOf(Task);
      expect(await Promise.all([task, sleep(1)])).toEqual([
        "result",
        undefined,
      ]);
      expect(await task.then((value) => value.length)).toBe(6);
      expect(await task.then(null)).toBe("result");
    });
  });

  it.each<[string, unknown]>([
    ["undefined", undefined],
    ['"run"', "run"],
    ["a Promise", Promise.resolve()],
  ])("refuses %s as a body", (shown, body) => {
    expect(() => createTask(body as () => void)).toThrow(
      new TypeError(
        `Cannot create a task: the body must be a function, received ${shown}`,
      ),
    );
  });
});

function withDefault(signal = AbortSignal.abort()): unknown {
  return signal;
}

function withArguments(): unknown {
  // oxlint-disable-next-line prefer-rest-params -- older code reads them so
  return arguments[0] as unknown;
}
