import { Wait } from "./wait.ts";

/**
 * Waits in the order they came: the first in is the first to be woken.
 *
 * - Nothing is lost: who gives up when he has been woken by `wakeNext` wakes the next one, if that one could act.
 * - Joining, leaving from anywhere and waking the next cost O(1) each, and nobody who left stays in memory: it is a chain.
 *
 * What those in it wait to do is up to the class that extends it.
 */
export abstract class WaitLine<
  Result,
  Given = undefined,
  On extends object = object,
> {
  /** In the words of the public surface, such as `AsyncQueue.get`. */
  abstract readonly what: string;
  readonly on: On;
  #first: Wait<Result, Given> | undefined;
  #last: Wait<Result, Given> | undefined;

  /** @param on what they wait at, such as a queue */
  constructor(on: On) {
    this.on = on;
  }

  /** Looks whether to wait, or to wait again: called on a waiter's turn. */
  abstract mustWait(): boolean;
  /** Does it, on the waiter's turn. */
  abstract act(given: Given): Result | PromiseLike<Result>;

  /** A new wait at the end of the line. @returns what acting gives, once it can */
  join(given: Given, signal: AbortSignal | undefined): Promise<Result> {
    const wait = new Wait(this.what, this.on, signal, this, given);
    wait.lineUp(this);
    return wait.promise;
  }

  add(wait: Wait<Result, Given>): void {
    wait.before = this.#last;
    if (this.#last === undefined) {
      this.#first = wait;
    } else {
      this.#last.behind = wait;
    }
    this.#last = wait;
  }

  /** Wakes the first in line, if anybody waits. */
  wakeNext(): void {
    const wait = this.#first;
    if (wait !== undefined) {
      this.remove(wait);
      wait.wokenIn = this;
      wait.wake();
    }
  }

  wakeAll(): void {
    for (let wait = this.#first; wait !== undefined; wait = this.#first) {
      this.remove(wait);
      wait.wake();
    }
  }

  remove(wait: Wait<Result, Given>): void {
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
