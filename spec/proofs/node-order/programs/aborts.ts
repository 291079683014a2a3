import {
  setImmediate as turn,
  setInterval as ticks,
  setTimeout as sleep,
} from "node:timers/promises";
import type { Programs } from "../program.ts";

const nameOf = (error: unknown): string => (error as Error).name;

export const aborts: Programs = {
  "the abort of a sleeper rejects with the promises, before the timers": (
    print,
  ) => {
    const controller = new AbortController();
    const { signal } = controller;
    sleep(2, undefined, { signal }).catch((error) => print(nameOf(error)));
    setTimeout(() => print("timer"), 2);
    process.nextTick(() => {
      controller.abort();
      print("aborted");
    });
  },

  "a due timer can abort the next sleeper": (print) => {
    const controller = new AbortController();
    const { signal } = controller;
    setTimeout(() => {
      controller.abort();
      print("A aborts B");
    }, 2);
    sleep(2, undefined, { signal }).then(
      () => print("never"),
      (error: unknown) => print(`B: ${nameOf(error)}`),
    );
    setTimeout(() => print("C"), 2);
  },

  "the microtask of a due timer can abort the next sleeper": (print) => {
    const controller = new AbortController();
    const { signal } = controller;
    setTimeout(() => {
      queueMicrotask(() => {
        controller.abort();
        print("A's microtask aborts B");
      });
    }, 2);
    sleep(2, undefined, { signal }).then(
      () => print("never"),
      (error: unknown) => print(`B: ${nameOf(error)}`),
    );
    setTimeout(() => print("C"), 2);
  },

  "an abort after the end changes nothing": async (print) => {
    const controller = new AbortController();
    await sleep(1, undefined, { signal: controller.signal });
    print("awake");
    controller.abort();
    await sleep(1);
    print("done");
  },

  "a sleeper with an aborted signal rejects at once": (print) => {
    const signal = AbortSignal.abort();
    process.nextTick(() => print("tick"));
    sleep(2, undefined, { signal }).catch((error) => print(nameOf(error)));
    void Promise.resolve().then(() => print("promise"));
  },

  "a promised immediate can be aborted by the one before": (print) => {
    const controller = new AbortController();
    const { signal } = controller;
    setImmediate(() => {
      print("A aborts B");
      controller.abort();
    });
    turn(undefined, { signal }).then(
      () => print("never"),
      (error: unknown) => print(`B: ${nameOf(error)}`),
    );
    setImmediate(() => print("C"));
  },

  "an iterated interval ends when its signal aborts": async (print) => {
    const controller = new AbortController();
    const { signal } = controller;
    try {
      for await (const value of ticks(2, "tick", { signal })) {
        print(value);
        controller.abort();
      }
    } catch (error) {
      print(nameOf(error));
    }
  },

  "an abort ends the wait for an interval's next value": async (print) => {
    const controller = new AbortController();
    const { signal } = controller;
    const interval = ticks(20, "tick", { signal });
    setTimeout(() => {
      print("abort");
      controller.abort();
    }, 2);
    try {
      for await (const value of interval) {
        print(value);
      }
    } catch (error) {
      print(nameOf(error));
    }
  },

  "listeners of a signal run inside abort, in the order they came": (print) => {
    const controller = new AbortController();
    controller.signal.addEventListener("abort", () => print("first"));
    controller.signal.addEventListener("abort", () => print("second"));
    void Promise.resolve().then(() => print("promise"));
    controller.abort();
    print("after abort");
  },

  "AbortSignal.timeout takes its place among the timers of its delay": (
    print,
  ) => {
    setTimeout(() => print("timer A"), 2);
    const signal = AbortSignal.timeout(2);
    signal.addEventListener("abort", () =>
      print(`signal B: ${nameOf(signal.reason)}`),
    );
    setTimeout(() => print("timer C"), 2);
  },

  "what an expired signal ends rejects before the next timer": (print) => {
    const signal = AbortSignal.timeout(2);
    sleep(100, undefined, { signal }).catch((error: Error) =>
      print(`${error.name} because of ${nameOf(error.cause)}`),
    );
    setTimeout(() => print("timer"), 2);
  },

  "a signal made of two aborts with the first, inside its abort": (print) => {
    const controller = new AbortController();
    const late = AbortSignal.timeout(100);
    const either = AbortSignal.any([controller.signal, late]);
    either.addEventListener("abort", () =>
      print(`either: ${String(either.reason)}`),
    );
    setTimeout(() => {
      controller.abort("closed");
      print("after abort");
    }, 1);
  },
};
