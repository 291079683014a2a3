import { describe, expect, it } from "vitest";
import { platformOf, type Engine } from "../../src/core/platform.ts";

/*
 * Turns rest on two things: a **tick**, which comes once the microtasks have run out, and a **lap** of the event loop,
 * which lets timers and I/O have their chance. Node has both. A browser has messages; ticks are made of them so that they
 * come in the same order.
 */
describe("The platform", () => {
  const engines: readonly [string, Engine][] = [
    ["Node", globalThis],
    ["Node, where a test has faked the globals before", faked()],
    ["a browser, which has only messages", { MessageChannel, setTimeout }],
    ["one that has only timeouts", { setTimeout }],
    ["Deno, where Node's listeners can be silenced", deno()],
  ];

  /** As jest leaves it, where fake timers are enabled for all. */
  function faked(): Engine {
    const standingStill = (): void => {};
    const ticking = { nextTick: standingStill };
    // oxlint-disable-next-line typescript/unbound-method -- it needs no process
    const { getBuiltinModule } = process;
    return {
      process: Object.assign(ticking, { getBuiltinModule }),
      setImmediate: standingStill,
      setTimeout: standingStill,
    };
  }

  function deno(): Engine {
    const addAbortListener = (signal: AbortSignal, heard: () => void): void =>
      signal.addEventListener("abort", heard, { once: true });
    const getBuiltinModule = (name: string): unknown =>
      name === "node:events" ? { addAbortListener } : undefined;
    return {
      process: { getBuiltinModule } as NonNullable<Engine["process"]>,
      setTimeout,
      setImmediate,
    };
  }

  it.each(engines)(
    "runs ticks in order, the microtasks of all of them behind the last, as %s",
    async (_, engine) => {
      const { nextTick, lap } = platformOf(engine);
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

  it.each(engines)("runs each lap once, in order, as %s", async (_, engine) => {
    const { lap } = platformOf(engine);
    const log: number[] = [];
    await new Promise<void>((resolve) => {
      for (const number of [1, 2, 3]) {
        lap(() => log.push(number));
      }
      lap(resolve);
    });
    expect(log).toEqual([1, 2, 3]);
  });

  it.each(engines)(
    "hears of an abort whose event another listener stops, as %s",
    (_, engine) => {
      const { listenToAbort } = platformOf(engine);
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

  it.each(engines)(
    "hears of an abort of what only has a signal's methods, as %s",
    (_, engine) => {
      const { listenToAbort } = platformOf(engine);
      const signal = Object.assign(new EventTarget(), { aborted: false });
      const log: string[] = [];
      listenToAbort(signal as AbortSignal, () => log.push("heard"));
      signal.dispatchEvent(new Event("abort"));
      expect(log).toEqual(["heard"]);
    },
  );

  it.each(engines)("has resources that call back, as %s", (_, engine) => {
    const { Resource } = platformOf(engine);
    const log: string[] = [];
    new Resource("spec").runInAsyncScope(() => log.push("called"));
    expect(log).toEqual(["called"]);
  });

  it("keeps the timeout that was there at first", () => {
    const laps: (() => void)[] = [];
    const engine = {
      setTimeout: (callback: () => void): void => void laps.push(callback),
    };
    const { lap } = platformOf(engine);
    engine.setTimeout = () => {}; // as a test's clock that stands still
    const callback = (): void => {};
    lap(callback);
    expect(laps).toEqual([callback]);
  });

  it("goes on with the other ticks where one throws", () => {
    const laps: (() => void)[] = [];
    const { nextTick } = platformOf({
      setImmediate: (callback) => laps.push(callback),
      setTimeout,
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
