import { describe, expect, it } from "vitest";
import {
  asyncContextManager,
  AsyncQueue,
  asyncWith,
  createTask,
  sleep,
  toArray,
} from "../../../src/index.ts";
import { LeakError, runVirtual } from "../../../src/testing/index.ts";
import { failureOf, placesIn, withoutColumns } from "../stuck.ts";

/*
 * A test that ends is not a program that has cleaned up: a timer may still be set, a task still wait, a connection still
 * be open, and the test that suffers from it is another. A run knows what is left when main has ended. It lists each leak
 * with its owner and its place, and fails because of them where that is asked for.
 */
describe("The leaks of a run", () => {
  const place = placesIn(import.meta.url);

  async function leaksOf(main: () => unknown): Promise<string[]> {
    const { leaks } = await runVirtual(main);
    return leaks.map(({ kind, text }) => `${kind}: ${withoutColumns(text)}`);
  }

  it("include a timer and an interval, and when they are due", async () => {
    const leaks = await leaksOf(async () => {
      await sleep(10);
      setTimeout(() => {}, 5); // timeout
      setInterval(() => {}, 7); // interval
    });
    expect(leaks).toEqual([
      `timer: a timer that main set at ${place("timeout")} is pending, due at 15 ms`,
      `timer: a timer that main set at ${place("interval")} is pending, due at 17 ms`,
    ]);
  });

  it("include a sleep that nobody waits for", async () => {
    const leaks = await leaksOf(() => {
      void sleep(25);
    });
    expect(leaks).toEqual([
      "timer: a sleep that main set is pending, due at 25 ms",
    ]);
  });

  it("include a task, where it was created and what it waits for", async () => {
    const leaks = await leaksOf(async () => {
      const queue = new AsyncQueue<number>();
      createTask(() => queue.get(), { name: "getter" }); // getter
      createTask(() => sleep(50), { name: "sleeper" }); // sleeper
      await sleep(3);
      createTask(() => queue.join(), { name: "late" }); // late
    });
    expect(leaks).toEqual([
      `task: the task getter, created at ${place("getter")}, has not ended, it waits for AsyncQueue.get since 0 ms`,
      `task: the task sleeper, created at ${place("sleeper")}, has not ended, it waits for sleep since 0 ms`,
    ]);
  });

  it("include a task that hangs on a plain promise", async () => {
    const leaks = await leaksOf(() => {
      createTask(() => new Promise(() => {}), { name: "stuck" }); // stuck
    });
    expect(leaks).toEqual([
      `task: the task stuck, created at ${place("stuck")}, has not ended`,
    ]);
  });

  it("include a context that is not exited, beside the task that is in it", async () => {
    async function holdLock(): Promise<void> {
      await asyncWith(lock, () => sleep(100)); // lock
    }
    const lock = { enter: async () => {}, exit: async () => {} };
    const leaks = await leaksOf(async () => {
      createTask(holdLock, { name: "holder" }); // holder
      await sleep(1);
    });
    expect(leaks).toEqual([
      `task: the task holder, created at ${place("holder")}, has not ended, it waits for sleep since 0 ms`,
      `context: a context that holder entered at 0 ms at ${place("lock")} (holdLock) is not exited`,
    ]);
  });

  it("include an async generator that was started and not closed", async () => {
    const leaks = await leaksOf(async () => {
      const two = numbers();
      await sleep(2);
      await two.next(); // opened
      await sleep(3);
      await two.next();
    });
    expect(leaks).toEqual([
      `generator: an async generator that main opened at 2 ms at ${place("opened")} is not closed`,
    ]);
  });

  it("include the generator behind a manager that is entered by hand", async () => {
    const opened = asyncContextManager(numbers);
    const leaks = await leaksOf(async () => {
      await opened().enter(); // by hand
    });
    expect(leaks).toEqual([
      `generator: an async generator that main opened at 0 ms at ${place("by hand")} is not closed`,
    ]);
  });

  it("include ten thousand generators at most", async () => {
    const leaks = await leaksOf(() => {
      for (let count = 0; count < 10_001; count++) {
        void numbers().next();
      }
    });
    expect(leaks).toHaveLength(10_000);
  });

  it("fail the run where they are asked to, all in one error", async () => {
    const error = await failureOf(
      () => {
        console.log("about to leak");
        setTimeout(() => {}, 5); // left
        void sleep(6);
      },
      { leaks: "fail" },
    );
    expect(error).toBeInstanceOf(LeakError);
    const { message, lines } = error as LeakError;
    expect(withoutColumns(message)).toBe(
      [
        "Cannot end cleanly: main left something behind",
        `  a timer that main set at ${place("left")} is pending, due at 5 ms`,
        "  a sleep that main set is pending, due at 6 ms",
      ].join("\n"),
    );
    expect(lines).toEqual([{ at: 0, text: "about to leak" }]);
  });

  it("give way to main's own error", async () => {
    const lost = new Error("lost");
    const main = (): void => {
      setTimeout(() => {}, 5);
      throw lost;
    };
    expect(await failureOf(main, { leaks: "fail" })).toBe(lost);
  });

  it("are not looked for where no place may be taken down and none fails the run", async () => {
    const main = (): void => void numbers().next();
    expect((await runVirtual(main, { traces: 0 })).leaks).toEqual([]);
    expect(await failureOf(main, { traces: 0, leaks: "fail" })).toMatchObject({
      message:
        "Cannot end cleanly: main left something behind\n  an async generator that main opened at 0 ms is not closed",
    });
  });

  it("are found without a lasting change to generators", async () => {
    const prototype = Object.getPrototypeOf(numbers.prototype) as object;
    const before = Object.getOwnPropertyDescriptors(prototype);
    await runVirtual(() => toArray(numbers()));
    expect(Object.getOwnPropertyDescriptors(prototype)).toEqual(before);
  });

  async function* numbers(): AsyncGenerator<number> {
    yield 1;
    yield 2;
  }
});
