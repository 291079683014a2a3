import { Wait } from "./wait.ts";

/**
 * Waits in the order they came: the first in is the first to be woken.
 *
 * Joining, leaving from anywhere and waking the next cost O(1) each, and nobody who left stays in memory: it is a chain.
 */
export class WaitLine {
  #first: Wait | undefined;
  #last: Wait | undefined;

  /** A new wait at the end of the line. Only waking or aborting takes it out. */
  join(what: string, on: object, signal: AbortSignal | undefined): Wait {
    const wait = new Wait(what, on, signal);
    wait.before = this.#last;
    if (this.#last === undefined) {
      this.#first = wait;
    } else {
      this.#last.behind = wait;
    }
    this.#last = wait;
    wait.park(() => {
      this.#remove(wait);
    });
    return wait;
  }

  /** Wakes the first in line. @returns false if nobody waits */
  wakeNext(): boolean {
    const wait = this.#first;
    if (wait === undefined) {
      return false;
    }
    this.#remove(wait);
    wait.wake();
    return true;
  }

  wakeAll(): void {
    while (this.wakeNext());
  }

  #remove(wait: Wait): void {
    const { before, behind } = wait;
    if (before === undefined) {
      this.#first = behind;
    } else {
      before.behind = behind;
    }
    if (behind === undefined) {
      this.#last = before;
    } else {
      behind.before = before;
    }
    wait.before = wait.behind = undefined;
  }
}
