import { type WaitOptions, liveSignalOf } from "../core/abort.ts";
import {
  checkFunction,
  checkKind,
  checkState,
  checkWhole,
} from "../core/checks.ts";
import { observer } from "../core/slot.ts";
import { WaitLine } from "../core/wait.ts";
import { Holdable, type Held } from "./held.ts";
import { Lock } from "./lock.ts";

/**
 * Lets tasks that share a lock wait until something has changed that the lock guards.
 *
 * - `wait` gives the lock back, waits until it is notified, and waits for the lock again, behind all who wait for that.
 * - `notify` wakes who waited first. It keeps the lock: the woken one goes on once the notifying task has released it.
 * - Nothing is lost: one whose wait ends by its signal notifies another, who may find nothing changed. So look again after
 *   each wait, as `waitFor` does.
 *
 * ```ts
 * await asyncWith(condition, async () => {
 *   await condition.waitFor(() => items.length > 0);
 *   use(items.shift());
 * });
 * ```
 *
 * It is asyncio's Condition of Python 3.13: https://docs.python.org/3/library/asyncio-sync.html#asyncio.Condition
 */
export class Condition extends Holdable {
  readonly #lock: Lock;
  readonly #waiters = new WaitLine("Condition.wait", this);

  /**
   * @param lock which other conditions may share; default: one of its own
   * @throws TypeError if it is no lock
   */
  constructor(lock: Lock = new Lock()) {
    super();
    checkKind(
      lock instanceof Lock,
      "create a condition",
      "it takes a lock",
      lock,
    );
    this.#lock = lock;
  }

  /** True while somebody holds the lock. */
  get locked(): boolean {
    return this.#lock.locked;
  }

  protected take(signal: AbortSignal | undefined): Promise<Held> {
    return this.#lock.acquire({ signal });
  }

  /** As the lock's. */
  release(): void {
    this.#lock.release();
  }

  /**
   * Gives the lock back, waits for a notice, and takes the lock again, also where it throws.
   *
   * @throws Error if nobody holds the lock
   * @throws the signal's reason if it aborts while waiting, or has aborted already; then the lock is held as before
   */
  async wait(options?: WaitOptions): Promise<void> {
    const signal = liveSignalOf("wait", options);
    this.#checkHeld("wait");
    this.#lock.release();
    try {
      await this.#waiters.join(signal).promise;
      await this.#lock.acquire({ signal });
    } catch (error) {
      await this.#lock.acquire();
      this.#waiters.wakeNext();
      throw error;
    }
  }

  /**
   * Waits, each time that it is notified, until the predicate holds.
   *
   * @returns what the predicate gave last
   * @throws as `wait`, or what the predicate throws; the lock is held then
   */
  async waitFor<T>(predicate: () => T, options?: WaitOptions): Promise<T> {
    checkFunction("wait", "the predicate", predicate);
    liveSignalOf("wait", options);
    for (;;) {
      const result = predicate();
      if (result) {
        return result;
      }
      await this.wait(options);
    }
  }

  /**
   * Wakes those who have waited longest.
   *
   * @param n how many of them; default 1
   * @throws Error if nobody holds the lock, RangeError if n is not a whole number from 0 on
   */
  notify(n = 1): void {
    this.#checkHeld("notify");
    checkWhole("notify", "n", n, 0);
    observer()?.did(this, "notified");
    while (n-- && this.#waiters.first) {
      this.#waiters.wakeNext();
    }
  }

  /**
   * Wakes all who wait.
   *
   * @throws Error if nobody holds the lock
   */
  notifyAll(): void {
    this.notify(1e9); // more than can wait
  }

  #checkHeld(act: string): void {
    checkState(
      this.#lock.locked,
      act,
      "nobody holds the lock of the condition",
    );
  }
}
