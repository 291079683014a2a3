import { Chain } from "../core/chain.ts";
import { observer, touched } from "../core/slot.ts";
import { Wait } from "../core/wait.ts";
import { hold, Holdable, heldAtOnce, type Held } from "./held.ts";

/**
 * Lets one task at a time go on.
 *
 * - Who waits first is woken first. A release wakes the first in line and hands nothing over, but nobody overtakes it:
 *   while somebody waits, woken or not, whoever comes waits behind.
 * - Nothing is lost: one that gives up after it was woken wakes the next. One that gives up at the head of the line keeps
 *   the line waiting until its own turn, as in asyncio.
 * - It belongs to no task: any task may release it. Who acquires it twice waits for itself.
 *
 * ```ts
 * using held = await lock.acquire();
 * await asyncWith(lock, () => writeFile(path, text)); // the same
 * ```
 *
 * It is asyncio's Lock: https://docs.python.org/3/library/asyncio-sync.html#asyncio.Lock
 */
export class Lock extends Holdable {
  #isLocked = false;
  /** They stay in here until their turn has come, also once they are woken or have given up. */
  readonly #line = new Chain<Wait>();
  /** How many of them have not given up. */
  #waiting = 0;
  /** The one in line who was woken: the first, if anybody. */
  #woken: Wait | undefined;

  /** True while somebody holds it. */
  get locked(): boolean {
    return this.#isLocked;
  }

  protected take(signal: AbortSignal | undefined): Promise<Held> {
    if (this.#isLocked || this.#waiting) {
      return this.#lineUp(signal);
    }
    this.#isLocked = true;
    return heldAtOnce(this);
  }

  /**
   * Wakes the first who waits, if anybody does.
   *
   * @throws Error if nobody holds the lock
   */
  release(): void {
    if (!this.#isLocked) {
      touched(this);
      throw new Error("Cannot release: nobody holds the lock");
    }
    this.#isLocked = false;
    observer()?.released(this);
    this.#wakeFirst();
  }

  async #lineUp(signal: AbortSignal | undefined): Promise<Held> {
    const wait = new Wait("Lock.acquire", this, signal);
    this.#line.add(wait);
    this.#waiting++;
    wait.park(() => this.#waiting--);
    try {
      await wait.promise;
      this.#isLocked = true;
    } finally {
      this.#line.remove(wait);
      if (!wait.gaveUp) {
        this.#waiting--;
        this.#woken = undefined;
      }
      if (!this.#isLocked) {
        this.#wakeFirst();
      }
    }
    return hold(this);
  }

  #wakeFirst(): void {
    const { first } = this.#line;
    if (first && first !== this.#woken && !first.gaveUp) {
      this.#woken = first;
      first.wake();
    }
  }
}
