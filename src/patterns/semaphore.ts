import { checkWhole } from "../core/checks.ts";
import { observer } from "../core/slot.ts";
import { WaitLine } from "../core/wait.ts";
import { hold, Holdable, heldAtOnce, type Held } from "./held.ts";

/**
 * Lets so many tasks at a time go on.
 *
 * - Who waits first is woken first. A release hands the place over to it, so nobody can take it in between; while somebody
 *   waits, woken or not, whoever comes waits behind.
 * - Nothing is lost: one that gives up after it was woken hands its place on.
 * - It belongs to no task, and may be released more often than it was acquired: then it has more places.
 *
 * It is asyncio's Semaphore: https://docs.python.org/3/library/asyncio-sync.html#asyncio.Semaphore
 */
export class Semaphore extends Holdable {
  /** How many places it may have. */
  protected most = Infinity;
  #free: number;
  readonly #waiters = new WaitLine("Semaphore.acquire", this);
  /** Those who were handed a place, and whose turn has not come. */
  #woken = 0;

  /**
   * @param value how many places it has; default 1
   * @throws RangeError if value is not a whole number from 0 on
   */
  constructor(value = 1) {
    super();
    checkWhole("create a semaphore", "value", value, 0);
    this.#free = value;
  }

  /** True while whoever comes has to wait. */
  get locked(): boolean {
    return !this.#free || this.#woken > 0 || !!this.#waiters.first;
  }

  protected take(signal: AbortSignal | undefined): Promise<Held> {
    if (this.locked) {
      return this.#lineUp(signal);
    }
    this.#free--;
    return heldAtOnce(this);
  }

  /** Gives a place back: to the first who waits, if anybody does. */
  release(): void {
    if (this.#free >= this.most) {
      throw new RangeError(
        `Cannot release: all places of the semaphore are free, it has ${this.most}`,
      );
    }
    this.#free++;
    observer()?.released(this);
    this.#handOver();
  }

  async #lineUp(signal: AbortSignal | undefined): Promise<Held> {
    const wait = this.#waiters.join(signal);
    try {
      await wait.promise;
      this.#woken--;
      return hold(this);
    } catch (error) {
      if (!wait.gaveUp) {
        this.#woken--;
        this.#free++;
      }
      throw error;
    } finally {
      while (this.#free && this.#waiters.first) {
        this.#handOver();
      }
    }
  }

  #handOver(): void {
    if (this.#waiters.first) {
      this.#free--;
      this.#woken++;
      this.#waiters.wakeNext();
    }
  }
}

/**
 * A semaphore that has never more places than in the beginning: `release` throws a RangeError where all are free.
 *
 * It is asyncio's BoundedSemaphore: https://docs.python.org/3/library/asyncio-sync.html#asyncio.BoundedSemaphore
 */
export class BoundedSemaphore extends Semaphore {
  /** As a Semaphore's. */
  constructor(value = 1) {
    super(value);
    this.most = value;
  }
}
