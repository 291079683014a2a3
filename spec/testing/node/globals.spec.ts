import { syncBuiltinESMExports } from "node:module";
import perfHooksObject, * as perfHooks from "node:perf_hooks";
import timersObject, * as timers from "node:timers";
import timersPromisesObject, * as timersPromises from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { createTask } from "../../../src/patterns/task.ts";
import { currentHost } from "../../../src/core/slot.ts";
import {
  DeadlockError,
  explore,
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

  /** The name of each function, and how many arguments it takes, by its path. */
  function looks(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(snapshot()).flatMap(([path, descriptor]) => {
        const isTick = path === "process.nextTick"; // a getter in a run
        const own: unknown = isTick
          ? Reflect.get(process, "nextTick")
          : descriptor.value;
        return typeof own === "function"
          ? [[path, `${own.name} ${own.length}`]]
          : [];
      }),
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

  it("have inside the names of those whose places they take, and as many arguments", async () => {
    const before = looks();
    const { result } = await runVirtual(looks);
    const own = Object.keys(result).filter((path) => !(path in before)); // performance has its own
    expect(result).toEqual({
      ...before,
      ...Object.fromEntries(own.map((path) => [path, result[path]])),
    });
  });

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

  it("are inherited again, where a process inherits its ticks", async () => {
    const heir = Object.create(process) as NodeJS.Process;
    vi.stubGlobal("process", heir);
    await runVirtual(() => process.nextTick(() => {}));
    vi.unstubAllGlobals();
    expect(Object.hasOwn(heir, "nextTick")).toBe(false);
  });

  it("are back but for what the program has frozen, and the run says so", async () => {
    const before = snapshot();
    const frozen = { log: () => {}, info: () => {} };
    vi.stubGlobal("console", frozen);
    const run = runVirtual(() => void Object.freeze(frozen));
    const outcome = await run.catch(String);
    vi.unstubAllGlobals();
    expect(outcome).toBe("TypeError: Cannot redefine property: log");
    expect(changesSince(before)).toEqual([]);
  });

  it("are back, timers too, where the program has frozen a class", async () => {
    const before = snapshot();
    const heir = Object.create(AbortSignal) as typeof AbortSignal;
    vi.stubGlobal("AbortSignal", heir);
    const run = runVirtual(() => void Object.freeze(heir));
    const outcome = await run.catch(String);
    vi.unstubAllGlobals();
    expect(outcome).toMatch(/^TypeError: Cannot delete property 'timeout' of /);
    expect(changesSince(before)).toEqual([]);
  });

  it.each(["console", "AbortSignal"] as const)(
    "are untouched where %s is frozen, and a run is refused each time",
    async (name) => {
      const before = snapshot();
      const frozen = Object.freeze(Object.create(globalThis[name]) as object);
      vi.stubGlobal(name, frozen);
      const first = await runVirtual(() => {}).catch(String);
      const second = await runVirtual(() => {}).catch(String);
      vi.unstubAllGlobals();
      expect(first).toMatch(/^TypeError: Cannot define property /);
      expect(second).toBe(first);
      expect(changesSince(before)).toEqual([]);
    },
  );

  describe("while a run is under way", () => {
    const inside = new Error(
      "Cannot start a virtual run: this is code of another one, which would have to wait for it",
    );

    it("a second one waits for it to end, and a third for that", async () => {
      const before = snapshot();
      const first = runVirtual(async () => {
        console.log("begin");
        await new Promise((resolve) => setTimeout(resolve, 10));
        console.log("end");
        return performance.now() - 3_600_000;
      });
      const order: string[] = [];
      const others = ["second", "third"].map((name) =>
        runVirtual(() => {
          order.push(name);
          return Date.now() - Date.UTC(2000, 0, 1);
        }),
      );
      expect(await first).toMatchObject({
        result: 10,
        output: "begin\nend\n",
        elapsed: 10,
      });
      expect(await Promise.all(others)).toMatchObject([
        { result: 0, elapsed: 0 },
        { result: 0, elapsed: 0 },
      ]);
      expect(order).toEqual(["second", "third"]);
      expect(changesSince(before)).toEqual([]);
    });

    it.each([
      ["main's first part", () => undefined],
      ["code behind an await", () => sleep(5)],
      ["code behind a task", () => createTask(() => sleep(5))],
    ])("none starts from its own code, such as %s", async (_, before) => {
      const { result } = await runVirtual(async () => {
        const wait = before();
        if (wait !== undefined) {
          await wait;
        }
        return runVirtual(() => "inner").catch((error: unknown) => error);
      });
      expect(result).toEqual(inside);
    });

    it("none starts from the first part of a main, also where contexts are not watched", async () => {
      const { result } = await runVirtual(
        () => runVirtual(() => "inner").catch((error: unknown) => error),
        { traces: 0 },
      );
      expect(result).toEqual(inside);
    });

    it("code that it has left behind may start another once it is over", async () => {
      let start!: () => void;
      const { result } = await runVirtual(() => {
        const gate = new Promise<void>((resolve) => (start = resolve));
        return { later: gate.then(() => runVirtual(() => "later")) };
      });
      start();
      expect(await result.later).toMatchObject({ result: "later" });
    });

    it("one whose signal aborts while it waits never starts main", async () => {
      let started = false;
      const controller = new AbortController();
      const first = runVirtual(() => sleep(5));
      const { signal } = controller;
      const second = runVirtual(() => (started = true), { signal });
      controller.abort(new Error("enough"));
      await expect(second).rejects.toThrow("enough");
      expect([started, (await first).elapsed]).toEqual([false, 5]);
      await runVirtual(() => {}); // and lets the next one in
    });

    it("one whose signal aborts while it waits says who keeps it waiting", async () => {
      const hangs = new AbortController();
      const first = runVirtual(
        () => new Promise(() => setInterval(() => {}, 1)),
        hangs,
      ).catch(String);
      const [controller, reason] = [new AbortController(), new Error("enough")];
      const second = runVirtual(() => {}, controller);
      controller.abort(reason);
      await expect(second).rejects.toBe(reason);
      expect(reason).toHaveProperty(
        "waits",
        expect.stringMatching(
          /^another run is under way\nmain waits for a promise\na timer that main set at .* is due at 1 ms$/,
        ),
      );
      await expect(runVirtual(() => {}, controller)).rejects.toBe(reason);
      hangs.abort("done");
      expect(await first).toBe("done");
    });

    it("one whose signal aborts between two runs of a search says that another is under way", async () => {
      const [controller, reason] = [new AbortController(), new Error("enough")];
      const stop = new AbortController();
      const search = explore(
        () => Promise.all([1, 2, 3, 4, 5, 6].map(() => createTask(() => {}))),
        {
          signal: stop.signal,
          progress: () => {
            controller.abort(reason);
            stop.abort("done");
          },
        },
      ).catch(String);
      await expect(runVirtual(() => {}, controller)).rejects.toBe(reason);
      expect(reason).toHaveProperty("waits", "another run is under way");
      expect(await search).toBe("done");
    });

    it("code outside of it has its ticks, also before the first run of a search", async () => {
      const search = explore(() => {});
      const ticked = new Promise((resolve) =>
        process.nextTick(resolve, "tick"),
      );
      expect(await ticked).toBe("tick");
      await search;
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

  describe("where a library has put a promise of its own in the global's place", () => {
    const { Promise: Native, setImmediate: schedule } = globalThis;

    /** Calls back behind an immediate, as some libraries' promises do. */
    class LatePromise<T> extends Native<T> {
      // oxlint-disable-next-line unicorn/no-thenable -- a promise of another kind is what this is about
      override then<A = T, B = never>(
        onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
        onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
      ): Promise<A | B> {
        return super.then(later(onFulfilled), later(onRejected));
      }
    }

    function later<V, R>(
      callback: ((value: V) => R | PromiseLike<R>) | null | undefined,
    ): ((value: V) => Promise<R>) | undefined {
      return callback
        ? (value): Promise<R> =>
            new Native((resolve) => schedule(() => resolve(callback(value))))
        : undefined;
    }

    function withLatePromises<T>(begin: () => T): T {
      vi.stubGlobal("Promise", LatePromise);
      try {
        return begin();
      } finally {
        vi.unstubAllGlobals();
      }
    }

    it("a run goes on behind it, and ends", async () => {
      const { lines, elapsed } = await withLatePromises(() =>
        runVirtual(async () => {
          await new Promise((resolve) => setTimeout(resolve, 10));
          console.log("a");
        }),
      );
      expect([lines, elapsed]).toEqual([[{ at: 10, text: "a" }], 10]);
    });

    it("another run is let in when the first has ended", async () => {
      const runs = withLatePromises(() =>
        [1, 2].map((ms) => runVirtual(() => sleep(ms))),
      );
      const ended = await Promise.all(runs);
      expect(ended.map(({ elapsed }) => elapsed)).toEqual([1, 2]);
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
