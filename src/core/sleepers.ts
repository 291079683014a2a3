import { Heap } from "./heap.ts";

/** The longest delay that `setTimeout` takes: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** What tells the time and calls back when some has passed. */
interface Clock {
  readonly performance: typeof performance;
  readonly now: () => number;
  readonly setTimeout: typeof setTimeout;
  readonly clearTimeout: typeof clearTimeout;
}

function clockInPlace(): Clock {
  const { performance, setTimeout, clearTimeout } = globalThis;
  // oxlint-disable-next-line typescript/unbound-method -- to be compared, and called on what it came from
  const { now } = performance;
  return { performance, now, setTimeout, clearTimeout };
}

interface Sleeper {
  /** When it would wake, were the machine never late: this decides the order. */
  deadline: number;
  /** When it may wake. */
  notBefore: number;
  readonly fire: () => void;
}

/**
 * All who sleep in real time, on one `setTimeout`.
 *
 * - They wake in the order of their deadlines, equal ones in the order they were set, however late the machine is. One
 *   who may not wake yet holds up those behind it.
 * - A test may put another clock in place, and the real one back, while somebody sleeps. At the next sleep they all move
 *   to the clock that is there, with as much left to sleep as they had: none waits for a clock that is gone.
 */
export class Sleepers {
  readonly #heap = new Heap<Sleeper>((a, b) => a.deadline - b.deadline);
  readonly #onDue: () => void;
  #clock = clockInPlace();
  #timeout: NodeJS.Timeout | undefined;
  #armedFor = Infinity;

  /** @param onDue called when it is time to call `wakeNext` */
  constructor(onDue: () => void) {
    this.#onDue = onDue;
  }

  /**
   * Calls `fire` when its time has come by `performance.now()`.
   * @returns a function that calls it off
   */
  add(deadline: number, notBefore: number, fire: () => void): () => void {
    this.#moveToClockInPlace();
    const entry = this.#heap.push({ deadline, notBefore, fire });
    this.#arm();
    return () => {
      this.#heap.remove(entry);
      this.#arm();
    };
  }

  /**
   * Wakes those of the earliest deadline that has come, if one has.
   *
   * @param before called with that deadline, before any of them is woken
   * @returns whether somebody was woken
   */
  wakeNext(before: (deadline: number) => void): boolean {
    const { first } = this.#heap;
    if (first === undefined || timeOf(first) > this.#now()) {
      return false;
    }
    before(first.deadline);
    do {
      this.#heap.shift().fire();
    } while (
      this.#heap.first?.deadline === first.deadline &&
      timeOf(this.#heap.first) <= this.#now()
    );
    this.#arm();
    return true;
  }

  #moveToClockInPlace(): void {
    const before = this.#clock;
    if (performance.now === before.now && setTimeout === before.setTimeout) {
      return;
    }
    this.#forgetTimeout();
    this.#clock = clockInPlace();
    const shift = this.#now() - before.now.call(before.performance);
    for (const sleeper of this.#heap.values()) {
      sleeper.deadline += shift; // the same for all, so the heap stays in order
      sleeper.notBefore += shift;
    }
  }

  /** Sets the timeout for the first of them, if it is not set for that time already. */
  #arm(): void {
    const { first } = this.#heap;
    const time = first === undefined ? Infinity : timeOf(first);
    if (time === this.#armedFor) {
      return;
    }
    this.#forgetTimeout();
    this.#armedFor = time;
    if (time < Infinity) {
      const { setTimeout } = this.#clock;
      const ms = Math.ceil(time - this.#now());
      this.#timeout = setTimeout(
        () => {
          this.#armedFor = Infinity;
          this.#onDue();
          this.#arm();
        },
        Math.min(ms, LONGEST_TIMEOUT_MS),
      );
    }
  }

  #forgetTimeout(): void {
    const { clearTimeout } = this.#clock;
    clearTimeout(this.#timeout);
    this.#armedFor = Infinity;
  }

  #now(): number {
    const { now, performance } = this.#clock;
    return now.call(performance);
  }
}

function timeOf({ deadline, notBefore }: Sleeper): number {
  return Math.max(deadline, notBefore);
}
