import type { Immediate } from "../loop/ready-jobs.ts";
import type { VirtualLoop } from "../loop/virtual-loop.ts";

/** What a timer calls. */
export type Callback = (...args: unknown[]) => void;

/** What a timer needs of the functions that make timers. */
export interface TimerMaker {
  /** The one that runs now. */
  readonly loop: VirtualLoop;
  /** Gives a timer a number as which it can be cleared, too. */
  number(timer: VirtualTimeout): number;
}

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
  readonly #timers: TimerMaker;
  readonly #callback: Callback;
  readonly #args: unknown[];
  readonly #ms: number;
  readonly #repeats: boolean;
  #callOff: () => void;
  #isClosed = false;
  #number: number | undefined;

  constructor(
    timers: TimerMaker,
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
    this.#callOff = this.#begin();
  }

  get repeats(): boolean {
    return this.#repeats;
  }

  /** Starts the timer anew, also one that has fired, but none that was cleared. */
  refresh(): this {
    this.#callOff();
    if (!this.#isClosed) {
      this.#callOff = this.#begin();
    }
    return this;
  }

  close(): this {
    this.#isClosed = true;
    this.#callOff();
    return this;
  }

  [Symbol.toPrimitive](): number {
    return (this.#number ??= this.#timers.number(this));
  }

  #begin(): () => void {
    const { timers } = this.#timers.loop;
    return timers.set(this.#ms, () => this.#fire(), this);
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
  /** Node's own clearImmediate asks for it, once the run is over, and would miscount its immediates without. */
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
