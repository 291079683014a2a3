import { type WaitOptions, liveSignalOf } from "../core/abort.ts";
import { observer, touched } from "../core/slot.ts";
import { WaitLine } from "../core/wait.ts";

/**
 * A flag that tasks can wait for.
 *
 * - `set` wakes all who wait, in the order in which they came; each resumes on a turn of its own. It resumes also if the
 *   flag was cleared before that turn.
 * - Who waits for a flag that is set does not wait.
 *
 * It is asyncio's Event; the web has another one of that name:
 * https://docs.python.org/3/library/asyncio-sync.html#asyncio.Event
 */
export class AsyncEvent {
  #isSet = false;
  readonly #waiters = new WaitLine("AsyncEvent.wait", this);

  constructor() {
    observer()?.made?.(this);
  }

  get isSet(): boolean {
    return this.#isSet;
  }

  /** Sets the flag, and wakes all who wait for it. */
  set(): void {
    this.#isSet = true;
    observer()?.did(this, "set");
    this.#waiters.wakeAll();
  }

  /** Clears the flag: from now on, who waits for it waits. */
  clear(): void {
    this.#isSet = false;
    touched(this);
  }

  /**
   * Waits until the flag is set.
   *
   * @throws the signal's reason if it aborts while waiting, or has aborted already
   */
  async wait(options?: WaitOptions): Promise<void> {
    const signal = liveSignalOf("wait", options);
    touched(this);
    if (!this.#isSet) {
      await this.#waiters.join(signal).promise;
    }
  }
}
