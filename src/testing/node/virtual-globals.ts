import type * as TimersPromises from "node:timers/promises";
import { nextTick as realNextTick } from "../../core/platform.ts";
import { randomFrom } from "../loop/random.ts";
import type { VirtualLoop } from "../loop/virtual-loop.ts";
import { asyncIds } from "./async-ids.ts";
import { nodeModule, timersModule, timersPromises, util } from "./builtins.ts";
import { virtualizeClocks } from "./clocks.ts";
import { frameFunctions } from "./frames.ts";
import { showToKept } from "./kept-clocks.ts";
import { inTurn, lookLike, putBack, replace, undo } from "./replace.ts";
import { AdoptedTimers, areWrapped } from "./adopted-timers.ts";
import { seesBirths } from "./real-timers.ts";
import { NodeTimerPromises } from "./timer-promises.ts";
import { asPlatformGives, NodeTimers } from "./timers.ts";

/** One for all runs: what a program has taken of its functions in one run works in the next, and after it. */
const timers = new NodeTimers();
const adopted = new AdoptedTimers(timers);
const moment = {
  startsAt: 0,
  get elapsed(): number | undefined {
    return timers.loop?.readClock();
  },
};
/** Where Node's own timers are adopted, those that give promises stay; what a program puts there is taken out again. */
const promises = seesBirths
  ? { ...(timersPromises as typeof TimersPromises), scheduler: {} }
  : new NodeTimerPromises(timers);
const realMicrotask = queueMicrotask;
const microtasks = { queueMicrotask: countingMicrotask };
const functions = { ...timerFunctions(), ...microtasks };
/** Where others have put their functions on top of Node's, these stay, and the timers that they make are adopted. */
let leavesTimers: boolean | undefined;

/** With what a run begins. */
export interface Beginning {
  /** The date, in milliseconds since 1970. */
  readonly now: number;
  /** What Math.random draws from. */
  readonly seed: number;
}

/**
 * Replaces everything there is that tells time, waits or draws lots by its virtual counterpart: the global timer
 * functions, the clocks, Math.random, and the module node:timers, also where its functions were imported by name. Node's
 * own timers are adopted where other functions make them, such as those of node:timers/promises.
 *
 * @param loop the one that runs now, if one does
 */
export function virtualizeGlobals(
  loop: () => VirtualLoop | undefined,
): VirtualGlobals {
  const realRandom = Math.random;
  let seedOfRun = 0;
  let next: (() => number) | undefined;
  const draw = (): number | undefined => {
    const { loop } = timers;
    if (loop === undefined) {
      return undefined;
    }
    loop.touches?.random();
    next ??= randomFrom(seedOfRun);
    return next();
  };
  const random = (): number => draw() ?? realRandom();
  const restore = inTurn([
    () => virtualizeClocks(moment),
    () => countTicks(loop),
    ...virtualWaiting().map(
      ([target, by]) =>
        () =>
          replace(target, by),
    ),
    () => replace(Math, { random }),
    () => showToKept({ moment, draw }),
    () => adopted.watch(),
  ]);
  syncImports();
  return {
    begin: (loop, { now, seed }) => {
      moment.startsAt = now;
      seedOfRun = seed;
      next = undefined;
      timers.begin(loop);
      return end;
    },
    restore: () => {
      timers.begin(undefined);
      undo([syncImports, restore]);
    },
  };
}

/** Ends a run. */
function end(): void {
  adopted.drop();
  timers.httpServers.end();
}

/** Lets what was imported by name from Node's modules be what these have now. */
function syncImports(): void {
  nodeModule?.syncBuiltinESMExports();
}

/** The virtual globals while they are in place. */
export interface VirtualGlobals {
  /** Begins a run, whose timers are made on this loop. @returns a function that ends it */
  begin(loop: VirtualLoop, beginning: Beginning): () => void;
  /** Brings everything back. */
  readonly restore: () => void;
}

/** The functions that wait, by their names, for each place where they stand. */
function virtualWaiting(): (readonly [object, object])[] {
  const { scheduler, ...promiseFunctions } = promises;
  const timeout = (ms: number): AbortSignal => timeoutSignal(timers, ms);
  leavesTimers ??= areWrapped();
  const own = leavesTimers ? microtasks : functions;
  return [
    [globalThis, own],
    ...("requestAnimationFrame" in globalThis
      ? [[globalThis, frameFunctions(timers)] as const]
      : []),
    [AbortSignal, { timeout }],
    [timersModule ?? {}, own],
    [timersPromises ?? {}, promiseFunctions],
    [timersPromises?.scheduler ?? {}, scheduler],
  ];
}

/** The functions that make timers, and clear them. */
function timerFunctions(): Record<string, object> {
  const { clearTimeout, clearImmediate } = timers;
  const functions = {
    setTimeout: asPlatformGives(timers.setTimeout),
    setInterval: asPlatformGives(timers.setInterval),
    setImmediate: timers.setImmediate.bind(timers),
    clearTimeout,
    clearInterval: (timer?: unknown) => clearTimeout(timer),
    clearImmediate,
  };
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
function countTicks(current: () => VirtualLoop | undefined): () => void {
  const { process } = globalThis as { process?: Partial<NodeJS.Process> };
  if (process?.nextTick === undefined) {
    return () => {};
  }
  const before = Object.getOwnPropertyDescriptor(process, "nextTick");
  const nextTick = countingTick(current);
  lookLike(nextTick, process.nextTick);
  Object.defineProperty(process, "nextTick", {
    configurable: true,
    enumerable: true,
    get: () => nextTick,
    set: () => {},
  });
  return () => putBack(process, "nextTick", before);
}

function countingTick(
  current: () => VirtualLoop | undefined,
): NodeJS.Process["nextTick"] {
  return (callback: unknown, ...args: unknown[]) => {
    if (typeof callback !== "function") {
      realNextTick(callback as () => void); // throws Node's own error
    }
    const loop = current();
    if (loop === undefined) {
      Reflect.apply(realNextTick, undefined, [callback, ...args]); // that of whoever waits for the first run of a search
      return;
    }
    loop.pendingTicks++;
    asyncIds.note();
    realNextTick(() => {
      if (!loop.tick()) {
        return;
      }
      try {
        (callback as (...args: unknown[]) => void)(...args);
      } catch (error) {
        loop.tickThrew(error);
      }
    });
  };
}

/** Microtasks stay real, and are counted: the event loop has no chance where one queues the next without end. */
function countingMicrotask(callback: () => void): void {
  const { loop } = timers;
  if (loop === undefined || typeof callback !== "function") {
    realMicrotask(callback); // throws the platform's own error
    return;
  }
  realMicrotask(() => {
    if (loop.microtask()) {
      callback();
    }
  });
}

/** Node's timers can wait no longer, though its signals may. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const LONGEST_SIGNAL_MS = 2 ** 32 - 1;
const realTimeoutSignal = AbortSignal.timeout?.bind(AbortSignal);

/** https://dom.spec.whatwg.org/#dom-abortsignal-timeout */
function timeoutSignal(timers: NodeTimers, ms: number): AbortSignal {
  const isValid = Number.isInteger(ms) && ms >= 0 && ms <= LONGEST_SIGNAL_MS;
  const isAdopted = seesBirths && ms <= LONGEST_TIMER_MS;
  if (!isValid || isAdopted) {
    return realTimeoutSignal(ms); // its timer is adopted; or it throws the platform's own error
  }
  const controller = new AbortController();
  const timer = timers.setTimeout(() => {
    const message = "The operation was aborted due to timeout";
    controller.abort(new DOMException(message, "TimeoutError"));
  }, ms);
  timer.unref();
  return controller.signal;
}
