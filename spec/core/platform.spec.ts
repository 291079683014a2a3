import { mock } from "node:test";
import { install } from "@sinonjs/fake-timers";
import { describe, expect, it, vi } from "vitest";
import {
  platformOf,
  type Engine,
  type Platform,
} from "../../src/core/platform.ts";

/*
 * Turns rest on two things: a **tick**, which comes once the microtasks have run out, and a **lap** of the event loop,
 * which lets timers and I/O have their chance. Node has both. A browser has messages; ticks are made of them so that they
 * come in the same order.
 */
describe("The platform", () => {
  const platforms: readonly [string, () => Platform][] = [
    ["Node", () => platformOf(globalThis)],
    ["Node, where jest has faked the globals", () => platformOf(faked())],
    ["Node, where Sinon has faked its modules too", () => besideSinon()],
    ["Node, where Sinon has faked its ticks", () => besideSinon("nextTick")],
    ["Node, where node:test has faked its modules too", besideNodeTest],
    [
      "a browser, which has only messages",
      () => platformOf({ MessageChannel }),
    ],
    ["Deno, whose listeners can be silenced", () => platformOf(deno())],
  ];

  function besideSinon(...toFake: "nextTick"[]): Platform {
    const clock = install(toFake.length > 0 ? { toFake } : {});
    try {
      return platformOf(globalThis);
    } finally {
      clock.uninstall();
    }
  }

  function besideNodeTest(): Platform {
    const warning = vi.spyOn(process, "emitWarning").mockReturnValue(); // that this is experimental
    mock.timers.enable({ apis: ["setImmediate"] });
    warning.mockRestore();
    try {
      return platformOf(globalThis);
    } finally {
      mock.timers.reset();
    }
  }

  /** Where fake timers are enabled for all. */
  function faked(): Engine {
    const standingStill = (): void => {};
    const ticking = { nextTick: standingStill };
    // oxlint-disable-next-line typescript/unbound-method -- it needs no process
    const { getBuiltinModule } = process;
    return {
      process: Object.assign(ticking, { getBuiltinModule }),
      setImmediate: standingStill,
      MessageChannel,
    };
  }

  function deno(): Engine {
    const addAbortListener = (signal: AbortSignal, heard: () => void): void =>
      signal.addEventListener("abort", heard, { once: true });
    const getBuiltinModule = (name: string): unknown =>
      ({ events: { addAbortListener }, process: {} })[name];
    return {
      process: { getBuiltinModule } as NonNullable<Engine["process"]>,
      setImmediate,
      MessageChannel,
    };
  }

  it.each(platforms)(
    "runs ticks in order, the microtasks of all of them behind the last, as %s",
    async (_, platform) => {
      const { nextTick, lap } = platform();
      const log: string[] = [];
      const note = (text: string) => (): void => {
        log.push(text);
        void Promise.resolve().then(() => log.push(`microtask of ${text}`));
      };
      await new Promise<void>((resolve) => {
        queueMicrotask(() => {
          nextTick(note("tick 1"));
          nextTick(() => {
            note("tick 2")();
            nextTick(note("tick 3, set in tick 2"));
          });
          note("first")();
          lap(() => lap(resolve));
        });
      });
      expect(log).toEqual([
        "first",
        "microtask of first",
        "tick 1",
        "tick 2",
        "tick 3, set in tick 2",
        "microtask of tick 1",
        "microtask of tick 2",
        "microtask of tick 3, set in tick 2",
      ]);
    },
  );

  it.each(platforms)(
    "runs each lap once, in order, as %s",
    async (_, platform) => {
      const { lap } = platform();
      const log: number[] = [];
      await new Promise<void>((resolve) => {
        for (const number of [1, 2, 3]) {
          lap(() => log.push(number));
        }
        lap(resolve);
      });
      expect(log).toEqual([1, 2, 3]);
    },
  );

  it.each(platforms)(
    "hears of an abort whose event another listener stops, as %s",
    (_, platform) => {
      const { listenToAbort } = platform();
      const controller = new AbortController();
      const { signal } = controller;
      const stop = (event: Event): void => event.stopImmediatePropagation();
      signal.addEventListener("abort", stop, { capture: true });
      const log: string[] = [];
      listenToAbort(signal, () => log.push("heard"));
      listenToAbort(signal, () => log.push("never told"))();
      controller.abort();
      expect(log).toEqual(["heard"]);
    },
  );

  it.each(platforms)(
    "hears of an abort of what only has a signal's methods, as %s",
    (_, platform) => {
      const { listenToAbort } = platform();
      const signal = Object.assign(new EventTarget(), { aborted: false });
      const log: string[] = [];
      listenToAbort(signal as AbortSignal, () => log.push("heard"));
      signal.dispatchEvent(new Event("abort"));
      expect(log).toEqual(["heard"]);
    },
  );

  it.each(platforms)("has resources that call back, as %s", (_, platform) => {
    const { Resource } = platform();
    const log: string[] = [];
    new Resource("spec").runInAsyncScope(() => log.push("called"));
    expect(log).toEqual(["called"]);
  });

  it("goes on with the other ticks where one throws", () => {
    const laps: (() => void)[] = [];
    const { nextTick } = platformOf({
      setImmediate: (callback: () => void) => laps.push(callback),
      MessageChannel,
    });
    const log: string[] = [];
    nextTick(() => {
      throw new Error("lost");
    });
    nextTick(() => log.push("second"));
    expect(() => laps.shift()?.()).toThrow("lost");
    nextTick(() => log.push("third"));
    expect(log).toEqual([]);
    laps.shift()?.();
    expect(log).toEqual(["second", "third"]);
  });
});
