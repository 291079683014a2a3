import { type WaitOptions, liveSignalOf } from "../core/abort.ts";
import { checkState, checkWhole } from "../core/checks.ts";
import { nameError } from "../core/errors.ts";
import { touched } from "../core/slot.ts";
import { WaitLine } from "../core/wait.ts";

/** Thrown by waits for a barrier that was aborted or reset. */
export class BrokenBarrierError extends Error {
  static {
    nameError(this, "BrokenBarrierError");
  }
}

/**
 * Lets tasks wait for each other: all go on once as many have come as it has parties.
 *
 * - It can be used again and again: who comes while those of the last round have not all gone on waits until they have.
 * - Who gives up leaves, and the others go on waiting.
 * - `reset` and `abort` end the waits of all with a BrokenBarrierError; an aborted barrier stays broken until it is reset.
 *
 * It is asyncio's Barrier: https://docs.python.org/3/library/asyncio-sync.html#asyncio.Barrier
 */
export class Barrier {
  /** How many have to come. */
  readonly parties: number;
  /** How the waits of this round end; undefined while the others are waited for. */
  #end: "draining" | "reset" | "broken" | undefined;
  #count = 0;
  /** They look again each time that this has changed. */
  readonly #waiters = new WaitLine("Barrier.wait", this);

  /** @throws RangeError if parties is not a whole number from 1 on */
  constructor(parties: number) {
    checkWhole("create a barrier", "parties", parties, 1);
    this.parties = parties;
  }

  /** How many wait for the others. */
  get waiting(): number {
    return this.#end ? 0 : this.#count;
  }

  /** True once it was aborted, until it is reset. */
  get broken(): boolean {
    return this.#end === "broken";
  }

  /**
   * Waits until all are there.
   *
   * @returns the caller's number, in the order of arrival, from 0
   * @throws BrokenBarrierError if the barrier is broken, also while waiting, or is reset while waiting
   * @throws the signal's reason if it aborts while waiting, or has aborted already
   */
  async wait(options?: WaitOptions): Promise<number> {
    const signal = liveSignalOf("wait", options);
    while (this.#end && !this.broken) {
      await this.#change(signal);
    }
    this.#checkWhole();
    const index = this.#count++;
    try {
      if (this.#count === this.parties) {
        this.#become("draining");
      }
      while (!this.#end) {
        await this.#change(signal);
      }
      this.#checkWhole();
      return index;
    } finally {
      if (!--this.#count && !this.broken) {
        this.#become(); // and lets in those who wait for that
      }
    }
  }

  /** Ends all waits, and lets nobody wait any more. */
  abort(): void {
    this.#become("broken");
  }

  /** Ends all waits; who comes afterwards waits for a new round. */
  reset(): void {
    this.#become(this.#count ? "reset" : undefined);
  }

  #checkWhole(): void {
    checkState(
      !this.#end || this.#end === "draining",
      "wait",
      `the barrier ${this.broken ? "is" : "was"} ${this.#end}`,
      BrokenBarrierError,
    );
  }

  async #change(signal: AbortSignal | undefined): Promise<void> {
    try {
      await this.#waiters.join(signal).promise;
    } catch (error) {
      this.#waiters.wakeNext(); // in vain, but that is how a Condition ends a wait
      throw error;
    }
  }

  #become(end?: "draining" | "reset" | "broken"): void {
    this.#end = end;
    touched(this);
    this.#waiters.wakeAll();
  }
}
