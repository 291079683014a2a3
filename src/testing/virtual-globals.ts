import { syncBuiltinESMExports } from "node:module";
import perfHooks from "node:perf_hooks";
import timersPromises from "node:timers/promises";
import { promisify } from "node:util";
import { install, type Clock } from "@sinonjs/fake-timers";
import { NodeTimerPromises } from "./node-timer-promises.ts";
import { NodeTimers } from "./node-timers.ts";
import type { VirtualLoop } from "./virtual-loop.ts";

const realNextTick = process.nextTick.bind(process);

/**
 * Replaces everything that tells time or waits by its virtual counterpart: the global timer functions, Date,
 * performance.now, process.hrtime, AbortSignal.timeout, and the modules node:timers and node:timers/promises, also
 * where their functions were imported by name.
 *
 * fake-timers puts the functions in their places and takes them out again, and fakes what only tells time; what waits
 * runs on the loop.
 *
 * @returns a function that brings everything back
 */
export function virtualizeGlobals(loop: VirtualLoop): () => void {
  const clock = install({
    toNotFake: ["nextTick", "queueMicrotask"],
    now: 0,
  });
  const restoreTick = countTicks(loop);
  const restoreRest = putLoopBehind(clock, loop);
  loop.onAdvance = (from, to) => moveClock(clock, from, to);
  syncBuiltinESMExports();
  return () => {
    restoreRest();
    clock.uninstall();
    restoreTick();
    syncBuiltinESMExports();
  };
}

function putLoopBehind(clock: Clock, loop: VirtualLoop): () => void {
  const timers = new NodeTimers(loop);
  const promises = new NodeTimerPromises(timers);
  const { setTimeout, setInterval, setImmediate } = timers;
  const { clearTimeout, clearImmediate } = timers;
  const clearInterval = clearTimeout;
  Object.assign(clock, { setTimeout, setInterval, setImmediate });
  Object.assign(clock, { clearTimeout, clearInterval, clearImmediate });
  Object.assign(globalThis.setTimeout, {
    [promisify.custom]: promises.setTimeout,
  });
  Object.assign(globalThis.setImmediate, {
    [promisify.custom]: promises.setImmediate,
  });
  clock.performance.now = perfHooks.performance.now = (): number => loop.now;
  const { setTimeout: wait, setImmediate: turn, setInterval: ticks } = promises;
  Object.assign(timersPromises, {
    setTimeout: wait,
    setImmediate: turn,
    setInterval: ticks,
  });
  const restoreScheduler = replace(
    timersPromises.scheduler,
    promises.scheduler,
  );
  const restoreSignal = replace(AbortSignal, {
    timeout: (ms: number) => timeoutSignal(timers, ms),
  });
  return () => {
    restoreScheduler();
    restoreSignal();
  };
}

/** Puts own properties over those of the target. @returns a function that takes them away again */
function replace(target: object, by: object): () => void {
  const before = Object.keys(by).map(
    (key) => [key, Object.getOwnPropertyDescriptor(target, key)] as const,
  );
  for (const [key, value] of Object.entries(by)) {
    Object.defineProperty(target, key, {
      value: value as unknown,
      configurable: true,
      writable: true,
    });
  }
  return () => {
    for (const [key, descriptor] of before) {
      if (descriptor === undefined) {
        Reflect.deleteProperty(target, key);
      } else {
        Object.defineProperty(target, key, descriptor);
      }
    }
  };
}

/** Ticks stay real, but are counted: the loop goes on once Node has run all of them. */
function countTicks(loop: VirtualLoop): () => void {
  return replace(process, {
    nextTick: (callback: (...args: unknown[]) => void, ...args: unknown[]) => {
      if (typeof callback !== "function") {
        realNextTick(callback); // throws Node's own error
      }
      loop.pendingTicks++;
      realNextTick(() => {
        loop.pendingTicks--;
        callback(...args);
      });
    },
  });
}

const realTimeoutSignal = AbortSignal.timeout.bind(AbortSignal);

/** https://dom.spec.whatwg.org/#dom-abortsignal-timeout */
function timeoutSignal(timers: NodeTimers, ms: number): AbortSignal {
  if (!Number.isInteger(ms) || ms < 0) {
    return realTimeoutSignal(ms); // throws Node's own error
  }
  const controller = new AbortController();
  timers.setTimeout(() => {
    const message = "The operation was aborted due to timeout";
    controller.abort(new DOMException(message, "TimeoutError"));
  }, ms);
  return controller.signal;
}

/** Moves the fake clock on. It keeps whole milliseconds and whole nanoseconds apart, so fractions go through its own sum. */
function moveClock(clock: Clock, from: number, to: number): void {
  if (Number.isInteger(from) && Number.isInteger(to)) {
    clock.now = to;
  } else {
    const nanoseconds = Math.round(to * 1e6) - Math.round(from * 1e6);
    clock.tick((nanoseconds + 0.5) / 1e6);
  }
}
