import type { Immediate } from "./jobs.ts";
import type { VirtualLoop } from "./virtual-loop.ts";

type Callback = (...args: unknown[]) => void;

/** What the handles of timers and of immediates have in common. */
abstract class Handle {
  #isRef = true;

  abstract close(): void;

  ref(): this {
    this.#isRef = true;
    return this;
  }

  unref(): this {
    this.#isRef = false;
    return this;
  }

  hasRef(): boolean {
    return this.#isRef;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** A timer made by `setTimeout` or `setInterval`, with the methods of Node's: https://nodejs.org/api/timers.html#class-timeout */
export class VirtualTimeout extends Handle {
  readonly #timers: NodeTimers;
  readonly #callback: Callback;
  readonly #args: unknown[];
  readonly #ms: number;
  readonly #repeats: boolean;
  #callOff: (() => void) | undefined;
  #isClosed = false;

  constructor(
    timers: NodeTimers,
    callback: Callback,
    args: unknown[],
    ms: number,
    repeats: boolean,
  ) {
    super();
    this.#timers = timers;
    this.#callback = callback;
    this.#args = args;
    this.#ms = ms;
    this.#repeats = repeats;
    this.refresh();
  }

  /** Starts it anew, from now, also where it has fired; not where it was cleared. */
  refresh(): this {
    this.#callOff?.();
    if (!this.#isClosed) {
      const { loop } = this.#timers;
      this.#callOff = loop.timers.set(this.#ms, () => this.#fire(), this);
    }
    return this;
  }

  close(): this {
    this.#isClosed = true;
    this.#callOff?.();
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.#timers.idOf(this);
  }

  #fire(): void {
    try {
      Reflect.apply(this.#callback, this, this.#args);
    } finally {
      if (this.#repeats) {
        this.refresh(); // behind what the callback has set, before its microtasks, as Node does
      }
    }
  }
}

/** What `setImmediate` made: https://nodejs.org/api/timers.html#class-immediate */
export class VirtualImmediate extends Handle {
  /** What Node's own clearImmediate asks: without it, that would miscount its immediates, once the run is over. */
  readonly _destroyed = true;
  readonly #immediate: Immediate;

  constructor(loop: VirtualLoop, callback: Callback, args: unknown[]) {
    super();
    this.#immediate = loop.setImmediate(() =>
      Reflect.apply(callback, this, args),
    );
  }

  close(): void {
    this.#immediate.isCleared = true;
  }
}

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
export class NodeTimers {
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
