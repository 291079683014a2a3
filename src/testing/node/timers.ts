import {
  VirtualImmediate,
  VirtualTimeout,
  type Callback,
  type TimerMaker,
} from "./timer-handles.ts";
import type { VirtualLoop } from "../loop/virtual-loop.ts";

// The real ones: they refuse what Node refuses, and clear what was set outside of the run.
const real = {
  setTimeout,
  setInterval,
  setImmediate,
  clearTimeout,
  clearImmediate,
};

/** Node's own class: its clearImmediate miscounts what is of any other. */
const RealImmediate = ((): new () => unknown => {
  const immediate = setImmediate(String);
  clearImmediate(immediate);
  return immediate.constructor as new () => unknown;
})();

/**
 * Node's timer functions on a virtual loop: https://nodejs.org/api/timers.html
 *
 * Two things differ from Node, for the better: a delay above 2^31-1 lasts its whole length, where Node makes it 1 ms;
 * and a timer that is unref'd fires all the same while the run goes on, as it does while anything keeps a process alive.
 */
export class NodeTimers implements TimerMaker {
  readonly #loop: () => VirtualLoop;
  readonly #byId = new Map<number, VirtualTimeout>();
  #lastId = 0;

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
      real.setTimeout(callback, delay); // throws Node's own error
    }
    return this.#start(callback, delay, args, false);
  };

  readonly setInterval = (
    callback: Callback,
    delay?: number,
    ...args: unknown[]
  ): VirtualTimeout => {
    if (typeof callback !== "function") {
      real.setInterval(callback, delay); // throws Node's own error
    }
    return this.#start(callback, delay, args, true);
  };

  readonly setImmediate = (
    callback: Callback,
    ...args: unknown[]
  ): VirtualImmediate => {
    if (typeof callback !== "function") {
      real.setImmediate(callback); // throws Node's own error
    }
    return new VirtualImmediate(this.loop, callback, args);
  };

  readonly clearTimeout = (timer?: unknown): void => {
    const found = this.#byId.get(Number(isPrimitive(timer) ? timer : NaN));
    if (timer instanceof VirtualTimeout || found !== undefined) {
      (found ?? (timer as VirtualTimeout)).close();
    } else {
      real.clearTimeout(timer as NodeJS.Timeout);
    }
  };

  readonly clearImmediate = (immediate?: unknown): void => {
    if (immediate instanceof VirtualImmediate) {
      immediate.close();
    } else if (immediate instanceof RealImmediate) {
      real.clearImmediate(immediate as NodeJS.Immediate);
    }
  };

  /** The number as which a timer can be cleared, too. */
  idOf(timer: VirtualTimeout): number {
    for (const [id, known] of this.#byId) {
      if (known === timer) {
        return id;
      }
    }
    this.#byId.set(++this.#lastId, timer);
    return this.#lastId;
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
