import { describe, expect, it } from "vitest";
import {
  AsyncQueue,
  asyncWith,
  createTask,
  sleep,
  take,
  toArray,
} from "../../../src/index.ts";
import { runVirtual } from "../../../src/testing/index.ts";

/*
 * A list of leaks is only worth reading if nothing is in it that was cleared, closed or never opened, and nothing that
 * would not have kept the program alive.
 */
describe("What is no leak", () => {
  it.each<[string, () => unknown]>([
    ["a timer that is cleared", () => clearTimeout(setTimeout(() => {}, 1))],
    ["an unref'd timer", () => setTimeout(() => {}, 1).unref()],
    ["an unref'd interval", () => setInterval(() => {}, 1).unref()],
    ["AbortSignal.timeout", () => AbortSignal.timeout(5)],
    ["a sleep without end", () => void sleep(Infinity)],
    ["a sleep that is called off", () => callOffSleep(9)],
    ["a sleep without end that is called off", () => callOffSleep(Infinity)],
    ["what is ready when main ends", () => createTask(async () => sleep(0))],
    ["a task that was cancelled", () => createTask(() => sleep(9)).cancel()],
    ["a generator that nobody has asked", () => void numbers()],
    ["a generator that is used up", () => toArray(numbers())],
    ["a generator that a loop has left", () => toArray(take(numbers(), 1))],
    ["a generator that is closed by hand", closeByHand],
    ["a generator that has thrown", throwInto],
    ["a context that has thrown", failInContext],
    ["a queue that still has items", () => new AsyncQueue().putNowait(1)],
  ])("%s is not listed", async (_, main) => {
    const { leaks } = await runVirtual(main);
    expect(leaks).toEqual([]);
  });

  async function* numbers(): AsyncGenerator<number> {
    yield 1;
    yield 2;
  }

  async function callOffSleep(ms: number): Promise<void> {
    const controller = new AbortController();
    const sleeping = sleep(ms, { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(sleeping).rejects.toThrow("enough");
  }

  async function closeByHand(): Promise<void> {
    const started = numbers();
    await started.next();
    await started.return(undefined);
  }

  async function throwInto(): Promise<void> {
    const started = numbers();
    await started.next();
    await expect(started.throw(new Error("no"))).rejects.toThrow("no");
  }

  async function failInContext(): Promise<void> {
    const door = { enter: async () => {}, exit: async () => {} };
    const failing = asyncWith(door, () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
  }
});
