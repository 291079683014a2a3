import { getEventListeners } from "node:events";
import { runInThisContext } from "node:vm";
import { describe, expect, it, vi } from "vitest";
import { sleep } from "../../../src/patterns/sleep.ts";
import { createTask, type TaskBody } from "../../../src/patterns/task.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";

/*
 * A task can follow a signal from outside, such as that of the task around it or of a deadline: when it aborts, the task
 * is cancelled with its reason. So one `controller.abort()` ends a whole tree of tasks.
 */
describe("createTask under a signal", () => {
  it("cancels the task with the signal's reason when it aborts", async () => {
    const run = await runVirtual(async () => {
      const signal = AbortSignal.timeout(50);
      const task = createTask((own) => sleep(100, { signal: own }), { signal });
      await task.then(null, (error: unknown) => console.log(String(error)));
      expect(task.cancelled).toBe(true);
    });
    expect(stamped(run)).toBe(terminal`
        50 ms | TimeoutError: The operation was aborted due to timeout
    `);
  });

  it("never runs the body where the signal has aborted already", async () => {
    const run = await runVirtual(async () => {
      const signal = AbortSignal.abort("too late");
      const task = createTask(() => console.log("never printed"), { signal });
      expect(task.done).toBe(false);
      await expect(task).rejects.toBe("too late");
      expect(task.cancelled).toBe(true);
    });
    expect(run.output).toBe("");
  });

  it("needs one listener for any number of tasks, and leaves none when they are done", async () => {
    await runVirtual(async () => {
      const { signal } = new AbortController();
      const tasks = Array.from({ length: 20 }, () =>
        createTask(() => sleep(10), { signal }),
      );
      expect(getEventListeners(signal, "abort")).toHaveLength(1);
      await Promise.all(tasks);
      expect(getEventListeners(signal, "abort")).toEqual([]);
    });
  });
});

/*
 * An AbortController costs as much as the rest of a task. So a body is given a signal unless its own text shows that it
 * cannot look at it, as that of an arrow function without parameters does: such a function has no `arguments` either.
 */
describe("The signal that a task's body is given", () => {
  it.each(["() => 1", "()=>1", "( ) => 1", "async () => 1", "async()=>1"])(
    "is not made for %s",
    async (text) => {
      const made = vi.spyOn(globalThis, "AbortController");
      await runVirtual(() => createTask(bodyOf(text)));
      const times = made.mock.calls.length;
      made.mockRestore();
      expect(times).toBe(0);
    },
  );

  it.each([
    "(signal) => signal",
    "(signal = null) => signal",
    "(...all) => all[0]",
    "function () { return arguments[0]; }",
    "function () { const all = arguments; return (() => all[0])(); }",
    'Object.assign((...all) => all[0], { toString: () => "() => {}" })',
    "function () { return arguments[0]; }.bind(null)",
    "new Proxy((signal) => signal, {})",
  ])("is there for %s", async (text) => {
    const { result } = await runVirtual(() => createTask(bodyOf(text)));
    expect(result).toBeInstanceOf(AbortSignal);
  });
});

/** A function with exactly this text, which no tool has put into another form. */
function bodyOf(text: string): TaskBody<unknown> {
  return runInThisContext(`(${text})`) as TaskBody<unknown>;
}
