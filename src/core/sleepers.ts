import { Heap } from "./heap.ts";

/** The longest delay that `setTimeout` takes: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

interface Sleeper {
  readonly deadline: number;
  readonly fire: () => void;
}

/**
 * All who sleep in real time, on one `setTimeout`.
 *
 * One timer for all keeps equal deadlines together and deadlines in order; with a timer each, the rounding of two
 * `setTimeout` calls can turn them round. Nobody resumes early.
 */
export class Sleepers {
  readonly #heap = new Heap<Sleeper>((a, b) => a.deadline - b.deadline);
  readonly #beforeDue: () => void;
  #timeout: NodeJS.Timeout | undefined;
  #armedFor = Infinity;

  /** @param beforeDue called before those who are due at a moment are woken */
  constructor(beforeDue: () => void) {
    this.#beforeDue = beforeDue;
  }

  /** Calls `fire` once `performance.now()` has reached the deadline. @returns a function that calls it off */
  add(deadline: number, fire: () => void): () => void {
    const entry = this.#heap.push({ deadline, fire });
    this.#arm();
    return () => {
      this.#heap.remove(entry);
      this.#arm();
    };
  }

  /** Sets the timeout for the earliest deadline, if it is not set for that already. */
  #arm(): void {
    const deadline = this.#heap.first?.deadline ?? Infinity;
    if (deadline === this.#armedFor) {
      return;
    }
    clearTimeout(this.#timeout);
    this.#armedFor = deadline;
    if (deadline < Infinity) {
      const ms = Math.ceil(deadline - performance.now());
      this.#timeout = setTimeout(
        () => {
          this.#wakeDue();
        },
        Math.min(ms, LONGEST_TIMEOUT_MS),
      );
    }
  }

  #wakeDue(): void {
    const now = performance.now();
    this.#armedFor = Infinity;
    this.#beforeDue();
    while ((this.#heap.first?.deadline ?? Infinity) <= now) {
      this.#heap.shift().fire();
    }
    this.#arm();
  }
}
