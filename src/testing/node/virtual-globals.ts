import { syncBuiltinESMExports } from "node:module";
import perfHooks from "node:perf_hooks";
import timersModule from "node:timers";
import timersPromises from "node:timers/promises";
import { promisify } from "node:util";
import { install, type Clock } from "@sinonjs/fake-timers";
import { NodeTimerPromises } from "./timer-promises.ts";
import { NodeTimers } from "./timers.ts";
import { nextTick as realNextTick } from "../../core/platform.ts";
import { replace } from "./replace.ts";
import type { VirtualLoop } from "../loop/virtual-loop.ts";

/** What runs on the loop instead. */
const WAITING = [
  "setTimeout",
  "setInterval",
  "setImmediate",
  "clearTimeout",
  "clearInterval",
  "clearImmediate",
] as const;

/**
 * Replaces everything that tells time or waits by its virtual counterpart: the global timer functions, Date,
 * performance.now, process.hrtime, AbortSignal.timeout, and the modules node:timers and node:timers/promises, also
 * where their functions were imported by name.
 *
 * fake-timers puts the functions in their places and takes them out again, and fakes what only tells time; what waits
 * runs on the loop.
 *
 * @param loop the one that runs now
 */
export function virtualizeGlobals(loop: () => VirtualLoop): VirtualGlobals {
  const clock = install({
    toNotFake: ["queueMicrotask", ...WAITING],
    now: 0,
  });
  clock.performance.now = perfHooks.performance.now = (): number => loop().now;
  const restorers = [
    countTicks(loop),
    ...virtualWaiting(loop).map(([target, by]) => replace(target, by)),
  ];
  syncBuiltinESMExports();
  return {
    advance: (from, to) => moveClock(clock, from, to),
    rewind: () => clock.reset(),
    restore: () => {
      for (const restore of restorers) {
        restore();
      }
      clock.uninstall();
      syncBuiltinESMExports();
    },
  };
}

/** The virtual globals while they are in place. */
export interface VirtualGlobals {
  /** Moves what tells the time. */
  advance(from: number, to: number): void;
  /** Sets what tells the time back to the start. */
  rewind(): void;
  /** Brings everything back. */
  readonly restore: () => void;
}

/** What waits, by the names it has in each place. */
function virtualWaiting(loop: () => VirtualLoop): [object, object][] {
  const timers = new NodeTimers(loop);
  const promises = new NodeTimerPromises(timers);
  const { setInterval, clearTimeout, clearImmediate } = timers;
  const setTimeout = timers.setTimeout.bind(timers);
  const setImmediate = timers.setImmediate.bind(timers);
  const functions = {
    setTimeout: Object.assign(setTimeout, {
      [promisify.custom]: promises.setTimeout,
    }),
    setInterval,
    setImmediate: Object.assign(setImmediate, {
      [promisify.custom]: promises.setImmediate,
    }),
    clearTimeout,
    clearInterval: (timer?: unknown) => clearTimeout(timer),
    clearImmediate,
  };
  for (const [name, value] of Object.entries(functions)) {
    Object.defineProperty(value, "name", { value: name });
  }
  const { scheduler, ...promiseFunctions } = promises;
  return [
    [globalThis, functions],
    [timersModule, functions],
    [timersPromises, promiseFunctions],
    [timersPromises.scheduler, scheduler],
    [AbortSignal, { timeout: (ms: number) => timeoutSignal(timers, ms) }],
  ];
}

/**
 * Ticks stay real, but are counted: the loop goes on once Node has run all of them. Nobody can put another function in
 * this one's place during a run: vitest does, for a tick, whenever it talks to its main thread.
 */
function countTicks(current: () => VirtualLoop): () => void {
  const before = Object.getOwnPropertyDescriptor(process, "nextTick");
  const nextTick = (callback: unknown, ...args: unknown[]): void => {
    if (typeof callback !== "function") {
      realNextTick(callback as () => void); // throws Node's own error
    }
    const loop = current();
    loop.pendingTicks++;
    realNextTick(() => {
      loop.pendingTicks--;
      loop.ticksRan = true;
      (callback as (...args: unknown[]) => void)(...args);
    });
  };
  Object.defineProperty(process, "nextTick", {
    configurable: true,
    enumerable: true,
    get: () => nextTick,
    set: () => {},
  });
  return () => {
    Object.defineProperty(process, "nextTick", before as PropertyDescriptor);
  };
}

const realTimeoutSignal = AbortSignal.timeout.bind(AbortSignal);

/** https://dom.spec.whatwg.org/#dom-abortsignal-timeout */
function timeoutSignal(timers: NodeTimers, ms: number): AbortSignal {
  if (!Number.isInteger(ms) || ms < 0) {
    return realTimeoutSignal(ms); // throws Node's own error
  }
  const controller = new AbortController();
  const timer = timers.setTimeout(() => {
    const message = "The operation was aborted due to timeout";
    controller.abort(new DOMException(message, "TimeoutError"));
  }, ms);
  timer.unref();
  return controller.signal;
}

/** Moves the fake clock on. It keeps whole milliseconds and whole nanoseconds apart, so fractions go through its own sum. */
function moveClock(clock: Clock, from: number, to: number): void {
  // Stryker disable next-line ConditionalExpression: the long way comes to the same, and takes longer
  if (Number.isInteger(from) && Number.isInteger(to)) {
    clock.now = to;
  } else {
    const nanoseconds = Math.round(to * 1e6) - Math.round(from * 1e6);
    clock.tick((nanoseconds + 0.5) / 1e6);
  }
}
