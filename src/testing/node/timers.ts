import {
  VirtualImmediate,
  VirtualTimeout,
  type Callback,
  type TimerMaker,
} from "./timer-handles.ts";
import { HttpServers } from "./http-servers.ts";
import { areNumbers, isRealImmediate, real } from "./real-timers.ts";
import type { VirtualLoop } from "../loop/virtual-loop.ts";

/** A function that makes timers and gives the program what the platform's own gives: an object or a number. */
export function asPlatformGives(
  set: NodeTimers["setTimeout"],
): (...args: Parameters<typeof set>) => VirtualTimeout | number {
  return areNumbers ? (...args) => Number(set(...args)) : set.bind(undefined);
}

/** Where the numbers begin: far from those of real timers, which a program may clear as well. */
const FIRST_ID = 1_000_000_000_000;

/** Node's timers can wait no longer. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Node's timer functions on a virtual loop: https://nodejs.org/api/timers.html
 *
 * Two things differ from Node, for the better: a delay above 2^31-1 lasts its whole length, where Node makes it 1 ms and warns;
 * and a timer that is unref'd fires all the same while the run goes on, as it does while anything keeps a process alive.
 */
export class NodeTimers implements TimerMaker {
  readonly owed = new Map<object, () => void>();
  readonly outliving = new Set<VirtualTimeout>();
  readonly httpServers = new HttpServers(() => this.#loop?.now ?? 0);
  #loop: VirtualLoop | undefined;
  readonly #byId = new Map<number, VirtualTimeout>();
  #lastId = FIRST_ID;
  /** The delays of which Node has warned since it was all real: -1 for any below 0. */
  readonly #odd = new Set<number>();

  /** The one that runs now; outside of runs, these functions make real timers. */
  get loop(): VirtualLoop | undefined {
    return this.#loop;
  }

  readonly setTimeout = (
    callback: Callback,
    delay?: number,
    ...args: unknown[]
  ): VirtualTimeout =>
    typeof callback !== "function" || this.loop === undefined
      ? (real.setTimeout(callback, delay, ...args) as never) // or it throws Node's own error
      : new VirtualTimeout(this, callback, args, this.#wholeMs(delay), false);

  readonly setInterval = (
    callback: Callback,
    delay?: number,
    ...args: unknown[]
  ): VirtualTimeout =>
    typeof callback !== "function" || this.loop === undefined
      ? (real.setInterval(callback, delay, ...args) as never) // as above
      : this.#interval(callback, args, this.#wholeMs(delay));

  readonly setImmediate = (
    callback: Callback,
    ...args: unknown[]
  ): VirtualImmediate =>
    typeof callback !== "function" || this.loop === undefined
      ? (real.setImmediate(callback, ...args) as never) // as above
      : new VirtualImmediate(this.loop, callback, args);

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
    } else if (isRealImmediate(immediate)) {
      real.clearImmediate(immediate);
    }
  };

  /** That of an HTTP server does nothing while no request is on its way. */
  #interval(callback: Callback, args: unknown[], ms: number): VirtualTimeout {
    const face = this.httpServers.note(callback)
      ? { hasRef: () => this.httpServers.areReading }
      : undefined;
    return new VirtualTimeout(this, callback, args, ms, true, face);
  }

  /**
   * At least one, without fractions. Of what is none, or too long, Node is to warn as it does: once of each, lest it does so on
   * and on while a search runs.
   * @throws TypeError as Node does, of a delay that is no number and cannot become one
   */
  #wholeMs(delay: unknown): number {
    const ms = (delay as number) * 1;
    if (!(ms >= 0 && ms <= LONGEST_MS) && delay !== undefined) {
      const odd = Math.max(-1, ms);
      if (!this.#odd.has(odd)) {
        this.#odd.add(odd);
        real.clearTimeout(real.setTimeout(String, ms));
      }
    }
    return Math.max(1, Math.trunc(ms) || 1);
  }

  /** Gives a timer a number as which it can be cleared, too. */
  number(timer: VirtualTimeout): number {
    this.#byId.set(++this.#lastId, timer);
    return this.#lastId;
  }

  /** Makes timers on this loop from now on, or real ones on none. The numbers that were given before mean nothing any more. Those come along that have outlived a run. */
  begin(loop: VirtualLoop | undefined): void {
    this.#loop = loop;
    if (loop === undefined) {
      this.#odd.clear();
    }
    if (this.#byId.size > 0) {
      this.#byId.clear();
    }
    if (loop !== undefined) {
      const outliving = [...this.outliving];
      this.outliving.clear();
      outliving.forEach((timer) => timer.comeAlong(loop));
    }
  }
}

function isPrimitive(timer: unknown): boolean {
  return typeof timer === "number" || typeof timer === "string";
}
