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
  deadline: number;
  readonly fire: () => void;
}

/**
 * All who sleep in real time, on one `setTimeout`.
 *
 * - One timer for all keeps equal deadlines together and deadlines in order; with a timer each, the rounding of two
 *   `setTimeout` calls can turn them round. Nobody resumes early.
 * - A test may put another clock in place, and the real one back, while somebody sleeps. At the next sleep they all move
 *   to the clock that is there, with as much left to sleep as they had: none waits for a clock that is gone.
 */
export class Sleepers {
  readonly #heap = new Heap<Sleeper>((a, b) => a.deadline - b.deadline);
  readonly #beforeDue: () => void;
  #clock = clockInPlace();
  #timeout: NodeJS.Timeout | undefined;
  #armedFor = Infinity;

  /** @param beforeDue called before those who are due at a moment are woken */
  constructor(beforeDue: () => void) {
    this.#beforeDue = beforeDue;
  }

  /** Calls `fire` once `performance.now()` has reached the deadline. @returns a function that calls it off */
  add(deadline: number, fire: () => void): () => void {
    this.#moveToClockInPlace();
    const entry = this.#heap.push({ deadline, fire });
    this.#arm();
    return () => {
      this.#heap.remove(entry);
      this.#arm();
    };
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
    }
  }

  /** Sets the timeout for the earliest deadline, if it is not set for that already. */
  #arm(): void {
    const deadline = this.#heap.first?.deadline ?? Infinity;
    if (deadline === this.#armedFor) {
      return;
    }
    this.#forgetTimeout();
    this.#armedFor = deadline;
    if (deadline < Infinity) {
      const { setTimeout } = this.#clock;
      const ms = Math.ceil(deadline - this.#now());
      this.#timeout = setTimeout(
        () => {
          this.#wakeDue();
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

  #wakeDue(): void {
    const now = this.#now();
    this.#armedFor = Infinity;
    this.#beforeDue();
    while ((this.#heap.first?.deadline ?? Infinity) <= now) {
      this.#heap.shift().fire();
    }
    this.#arm();
  }

  #now(): number {
    const { now, performance } = this.#clock;
    return now.call(performance);
  }
}
