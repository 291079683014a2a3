import {
  VirtualImmediate,
  VirtualTimeout,
  type Callback,
  type TimerMaker,
} from "./timer-handles.ts";
import type { VirtualLoop } from "../loop/virtual-loop.ts";

// The real functions: they refuse what the platform refuses, and clear what was set outside of the run.
const realSetTimeout = globalThis.setTimeout;
const realSetInterval = globalThis.setInterval;
const realClearTimeout = globalThis.clearTimeout;
/** A browser has none, and then the virtual one is put in no place either. */
const realSetImmediate = globalThis.setImmediate;
const realClearImmediate = globalThis.clearImmediate;

/** Node's own class: clearImmediate miscounts its immediates if it is given one of another class. */
const RealImmediate = ((): (new () => unknown) | undefined => {
  const immediate = realSetImmediate?.(String);
  realClearImmediate?.(immediate);
  return immediate?.constructor as (new () => unknown) | undefined;
})();

/** Whether a timer is a number, as in a browser, and not an object with methods, as in Node. */
const areNumbers = ((): boolean => {
  const timer = realSetTimeout(String);
  realClearTimeout(timer);
  return typeof timer === "number";
})();

/** A function that makes timers and gives the program what the platform's own gives: an object or a number. */
export function asPlatformGives(
  set: NodeTimers["setTimeout"],
): (...args: Parameters<typeof set>) => VirtualTimeout | number {
  return areNumbers ? (...args) => Number(set(...args)) : set.bind(undefined);
}

/** Where the numbers begin: far from those of real timers, which a program may clear as well. */
const FIRST_ID = 1_000_000_000_000;

/**
 * Node's timer functions on a virtual loop: https://nodejs.org/api/timers.html
 *
 * Two things differ from Node, for the better: a delay above 2^31-1 lasts its whole length, where Node makes it 1 ms;
 * and a timer that is unref'd fires all the same while the run goes on, as it does while anything keeps a process alive.
 */
export class NodeTimers implements TimerMaker {
  readonly #loop: () => VirtualLoop;
  readonly #byId = new Map<number, VirtualTimeout>();
  #lastId = FIRST_ID;

  /** @param loop the one that runs now */
  constructor(loop: () => VirtualLoop) {
    this.#loop = loop;
  }

  get loop(): VirtualLoop {
    return this.#loop();
  }

  readonly setTimeout = (
    callback: Callback,
    delay?: number,
    ...args: unknown[]
  ): VirtualTimeout => {
    if (typeof callback !== "function") {
      return realSetTimeout(callback, delay) as never; // throws Node's own error
    }
    return this.#start(callback, delay, args, false);
  };

  readonly setInterval = (
    callback: Callback,
    delay?: number,
    ...args: unknown[]
  ): VirtualTimeout => {
    if (typeof callback !== "function") {
      return realSetInterval(callback, delay) as never; // throws Node's own error
    }
    return this.#start(callback, delay, args, true);
  };

  readonly setImmediate = (
    callback: Callback,
    ...args: unknown[]
  ): VirtualImmediate => {
    if (typeof callback !== "function") {
      realSetImmediate(callback); // throws Node's own error
    }
    return new VirtualImmediate(this.loop, callback, args);
  };

  readonly clearTimeout = (timer?: unknown): void => {
    const found = this.#byId.get(Number(isPrimitive(timer) ? timer : NaN));
    if (timer instanceof VirtualTimeout || found !== undefined) {
      (found ?? (timer as VirtualTimeout)).close();
    } else {
      realClearTimeout(timer as NodeJS.Timeout);
    }
  };

  readonly clearImmediate = (immediate?: unknown): void => {
    if (immediate instanceof VirtualImmediate) {
      immediate.close();
    } else if (
      RealImmediate !== undefined &&
      immediate instanceof RealImmediate
    ) {
      realClearImmediate(immediate as NodeJS.Immediate);
    }
  };

  /** Gives a timer a number as which it can be cleared, too. */
  number(timer: VirtualTimeout): number {
    this.#byId.set(++this.#lastId, timer);
    return this.#lastId;
  }

  /** Forgets all numbers: the run in which they were given is over. */
  // Stryker disable next-line BlockStatement: it shows in nothing but memory
  forgetNumbers(): void {
    this.#byId.clear();
  }

  #start(
    callback: Callback,
    delay: unknown,
    args: unknown[],
    repeats: boolean,
  ): VirtualTimeout {
    const ms = Math.max(1, Math.trunc(Number(delay)) || 1);
    return new VirtualTimeout(this, callback, args, ms, repeats);
  }
}

function isPrimitive(timer: unknown): boolean {
  return typeof timer === "number" || typeof timer === "string";
}
