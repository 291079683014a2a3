import { install, type Clock } from "@sinonjs/fake-timers";
import { nextTick as realNextTick } from "../../core/platform.ts";
import type { VirtualLoop } from "../loop/virtual-loop.ts";
import {
  nodeModule,
  perfHooks,
  timersModule,
  timersPromises,
  util,
} from "./builtins.ts";
import { frameFunctions } from "./frames.ts";
import { replace } from "./replace.ts";
import { NodeTimerPromises } from "./timer-promises.ts";
import { asPlatformGives, NodeTimers } from "./timers.ts";

/** What fake-timers is to leave alone: what waits runs on the loop instead, and microtasks and ticks stay real. */
const NOT_FAKED = [
  "setTimeout",
  "setInterval",
  "setImmediate",
  "clearTimeout",
  "clearInterval",
  "clearImmediate",
  "requestAnimationFrame",
  "cancelAnimationFrame",
  "requestIdleCallback",
  "cancelIdleCallback",
  "scheduler",
  "queueMicrotask",
  "nextTick",
] as const;

/**
 * Replaces everything there is that tells time or waits by its virtual counterpart: the global timer
 * functions, Date, performance.now, process.hrtime, AbortSignal.timeout, and the modules node:timers and
 * node:timers/promises, also where their functions were imported by name.
 *
 * fake-timers fakes what only tells time, and takes that out again; what waits runs on the loop.
 *
 * @param loop the one that runs now
 */
export function virtualizeGlobals(loop: () => VirtualLoop): VirtualGlobals {
  const timers = new NodeTimers(loop);
  const clock = install({ toNotFake: [...NOT_FAKED], now: 0 });
  const now = (): number => loop().now;
  clock.performance.now = now;
  const restorers = [
    ...(perfHooks ? [replace(perfHooks.performance, { now })] : []),
    countTicks(loop),
    ...virtualWaiting(timers).map(([target, by]) => replace(target, by)),
  ];
  nodeModule?.syncBuiltinESMExports();
  return {
    advance: (from, to) => moveClock(clock, from, to),
    rewind: () => {
      clock.reset();
      timers.forgetNumbers();
    },
    restore: () => {
      for (const restore of restorers) {
        restore();
      }
      clock.uninstall();
      nodeModule?.syncBuiltinESMExports();
    },
  };
}

/** The virtual globals while they are in place. */
export interface VirtualGlobals {
  /** Moves the clocks. */
  advance(from: number, to: number): void;
  /** Sets the clocks back to the start. */
  rewind(): void;
  /** Brings everything back. */
  readonly restore: () => void;
}

/** The functions that wait, by their names, for each place where they stand. */
function virtualWaiting(timers: NodeTimers): (readonly [object, object])[] {
  const promises = new NodeTimerPromises(timers);
  const functions = timerFunctions(timers, promises);
  const { scheduler, ...promiseFunctions } = promises;
  const timeout = (ms: number): AbortSignal => timeoutSignal(timers, ms);
  return [
    [globalThis, { ...functions, ...frameFunctions(timers) }],
    [AbortSignal, { timeout }],
    [timersModule ?? {}, functions],
    [timersPromises ?? {}, promiseFunctions],
    [timersPromises?.scheduler ?? {}, scheduler],
  ];
}

/** The functions that are global. */
function timerFunctions(
  timers: NodeTimers,
  promises: NodeTimerPromises,
): Record<string, object> {
  const { clearTimeout, clearImmediate } = timers;
  const functions = {
    setTimeout: asPlatformGives(timers.setTimeout),
    setInterval: asPlatformGives(timers.setInterval),
    setImmediate: timers.setImmediate.bind(timers),
    clearTimeout,
    clearInterval: (timer?: unknown) => clearTimeout(timer),
    clearImmediate,
  };
  for (const [name, value] of Object.entries(functions)) {
    Object.defineProperty(value, "name", { value: name });
  }
  if (util !== undefined) {
    const { custom } = util.promisify;
    Object.assign(functions.setTimeout, { [custom]: promises.setTimeout });
    Object.assign(functions.setImmediate, { [custom]: promises.setImmediate });
  }
  return functions;
}

/**
 * Counts ticks, which stay real: the loop goes on once Node has run all of them. No other function can take this one's
 * place during a run: vitest would put its own there, for a tick, whenever it talks to its main thread.
 */
function countTicks(current: () => VirtualLoop): () => void {
  const { process } = globalThis as { process?: Partial<NodeJS.Process> };
  if (process?.nextTick === undefined) {
    return () => {};
  }
  const before = Object.getOwnPropertyDescriptor(process, "nextTick");
  const nextTick = countingTick(current);
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

function countingTick(current: () => VirtualLoop): NodeJS.Process["nextTick"] {
  return (callback: unknown, ...args: unknown[]) => {
    if (typeof callback !== "function") {
      realNextTick(callback as () => void); // throws Node's own error
    }
    const loop = current();
    loop.pendingTicks++;
    realNextTick(() => {
      loop.pendingTicks--;
      loop.ticksRan = true;
      try {
        (callback as (...args: unknown[]) => void)(...args);
      } catch (error) {
        loop.threw(error);
      }
    });
  };
}

const realTimeoutSignal = AbortSignal.timeout?.bind(AbortSignal);

/** https://dom.spec.whatwg.org/#dom-abortsignal-timeout */
function timeoutSignal(timers: NodeTimers, ms: number): AbortSignal {
  if (!Number.isInteger(ms) || ms < 0) {
    return realTimeoutSignal(ms); // throws the platform's own error
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
