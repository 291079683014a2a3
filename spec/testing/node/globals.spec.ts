import { syncBuiltinESMExports } from "node:module";
import perfHooksObject, * as perfHooks from "node:perf_hooks";
import timersObject, * as timers from "node:timers";
import timersPromisesObject, * as timersPromises from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { nextTurn } from "../../../src/patterns/sleep.ts";
import { currentHost } from "../../../src/core/slot.ts";
import {
  DeadlockError,
  LivelockError,
  runVirtual,
} from "../../../src/testing/index.ts";

/*
 * A run replaces some thirty functions of the process for a while. However it ends, each is back afterwards: the very
 * same function, in the very same kind of property. A run inside a run, or on top of other fake timers, would make a mess
 * of that: it is refused before anything is touched.
 */
describe("The globals of a virtual run", () => {
  /** Every property of everything that a run touches, by its path. */
  function snapshot(): Record<PropertyKey, PropertyDescriptor> {
    const places: Record<string, object> = {
      globalThis,
      process,
      console,
      Date,
      Intl,
      AbortSignal,
      performance,
      Performance: (Object.getPrototypeOf(performance) ?? {}) as object,
      setTimeout,
      setImmediate,
      scheduler: timersPromises.scheduler,
      Scheduler: Object.getPrototypeOf(timersPromises.scheduler) as object,
      timers,
      timersObject,
      timersPromises,
      timersPromisesObject,
      perfHooks,
      perfHooksObject,
    };
    return Object.fromEntries(
      Object.entries(places).flatMap(([name, place]) =>
        Object.entries(Object.getOwnPropertyDescriptors(place)).map(
          ([key, descriptor]) => [`${name}.${key}`, descriptor],
        ),
      ),
    );
  }

  /** The paths of what is not the very same. */
  function changesSince(
    before: Record<PropertyKey, PropertyDescriptor>,
  ): string[] {
    const after = snapshot();
    const paths = Object.keys({ ...before, ...after });
    return paths.filter((path) => !isSame(before[path], after[path]));
  }

  function isSame(a?: PropertyDescriptor, b?: PropertyDescriptor): boolean {
    const keys = ["value", "get", "set", ...FLAGS] as const;
    return keys.every((key) => Object.is(a?.[key], b?.[key]));
  }

  it("are virtual inside", async () => {
    const before = snapshot();
    const { result } = await runVirtual(() => changesSince(before));
    expect(result).toEqual(
      expect.arrayContaining([
        "globalThis.setTimeout",
        "globalThis.setInterval",
        "globalThis.setImmediate",
        "globalThis.clearTimeout",
        "globalThis.clearInterval",
        "globalThis.clearImmediate",
        "globalThis.Date",
        "process.hrtime",
        "process.nextTick",
        "console.log",
        "AbortSignal.timeout",
        "timers.setTimeout",
      ]),
    );
  });

  it("are listed inside where the real ones are", async () => {
    const keys = (): string[][] =>
      [globalThis, process, console, timersObject].map(Object.keys);
    expect((await runVirtual(keys)).result).toEqual(keys());
  });

  it("go by their names inside, too", async () => {
    const names = (): string[] =>
      [setTimeout, setInterval, setImmediate]
        .concat([clearTimeout, clearInterval, clearImmediate] as never[])
        .map(({ name }) => name);
    expect((await runVirtual(names)).result).toEqual(names());
  });

  it.each<[string, () => unknown, Function]>([
    ["has succeeded", () => console.log("text"), Object],
    ["has thrown", () => Promise.reject(new Error("lost")), Error],
    ["has thrown in a callback", throwLater, Error],
    ["is a deadlock", () => new Promise(() => {}), DeadlockError],
    ["is a livelock", spin, LivelockError],
  ])("are back when a run %s", async (_, main, kind) => {
    const before = snapshot();
    const host = currentHost();
    const run = runVirtual(main, { jobsPerMoment: 100 });
    const outcome = await run.catch((thrown: unknown) => thrown);
    expect(outcome).toBeInstanceOf(kind);
    expect(currentHost()).toBe(host);
    expect(changesSince(before)).toEqual([]);
  });

  it("are back at their places, where a program has replaced them itself", async () => {
    const before = snapshot();
    await runVirtual(() => {
      globalThis.setTimeout = (() => {}) as never;
      console.log = () => {};
      timersPromisesObject.setTimeout = (() => {}) as never;
      syncBuiltinESMExports();
    });
    expect(changesSince(before)).toEqual([]);
  });

  it("are inherited again, where they were", async () => {
    const { scheduler } = timersPromises;
    await runVirtual(() => scheduler.wait(5));
    expect(Object.hasOwn(scheduler, "wait")).toBe(false);
  });

  describe("while a run is under way", () => {
    const alreadyRunning = new Error(
      "Cannot start a virtual run: another one is under way in this thread",
    );

    it("a second one is refused, and the first is unharmed", async () => {
      const before = snapshot();
      const first = runVirtual(async () => {
        console.log("begin");
        await new Promise((resolve) => setTimeout(resolve, 10));
        console.log("end");
        return performance.now() - 3_600_000;
      });
      await expect(runVirtual(() => "second")).rejects.toThrow(alreadyRunning);
      expect(await first).toMatchObject({
        result: 10,
        output: "begin\nend\n",
        elapsed: 10,
      });
      expect(changesSince(before)).toEqual([]);
    });

    it("main cannot start another inside", async () => {
      const { result } = await runVirtual(() =>
        runVirtual(() => "inner").catch((error: unknown) => error),
      );
      expect(result).toEqual(alreadyRunning);
    });

    it("another can start as soon as it has ended", async () => {
      await runVirtual(() => "first");
      await expect(runVirtual(() => new Promise(() => {}))).rejects.toThrow(
        DeadlockError,
      );
      expect((await runVirtual(() => "third")).result).toBe("third");
    });
  });

  it.each<[unknown, string]>([
    [undefined, "undefined"],
    [null, "null"],
    ["main", '"main"'],
    [Promise.resolve(), "a Promise"],
    [[], "an array"],
  ])(
    "are untouched where a main is refused, such as %o",
    async (main, shown) => {
      const before = snapshot();
      await expect(runVirtual(main as never)).rejects.toThrow(
        new TypeError(
          `Cannot start a virtual run: main must be a function, received ${shown}`,
        ),
      );
      expect(changesSince(before)).toEqual([]);
    },
  );

  it.each([
    [{ traces: -1 }, "traces must be a whole number from 0 on, received -1"],
    [
      { jobsPerMoment: 0.5 },
      "jobsPerMoment must be a whole number from 1 on, received 0.5",
    ],
  ])(
    "are untouched where an option is refused: %o",
    async (options, reason) => {
      const before = snapshot();
      await expect(runVirtual(() => {}, options)).rejects.toThrow(
        new RangeError(`Cannot start a virtual run: ${reason}`),
      );
      expect(changesSince(before)).toEqual([]);
    },
  );

  describe("under vi.useFakeTimers", () => {
    afterEach(() => {
      vi.useRealTimers();
    });

    it("a run is refused, and the fake timers are unharmed", async () => {
      vi.useFakeTimers({ now: 1_000 });
      const before = snapshot();
      await expect(runVirtual(() => "main")).rejects.toThrow(
        new Error(
          "Cannot start a virtual run: other fake timers are installed, take them out first",
        ),
      );
      expect(changesSince(before)).toEqual([]);
      vi.advanceTimersByTime(500);
      expect(Date.now()).toBe(1_500);
    });
  });

  function throwLater(): Promise<never> {
    setImmediate(() => {
      throw new Error("lost");
    });
    return new Promise(() => {});
  }

  async function spin(): Promise<never> {
    for (;;) {
      await nextTurn();
    }
  }
});

const FLAGS = ["writable", "enumerable", "configurable"] as const;
