import { Wait } from "./wait.ts";

/** What those in a line wait to do. */
export interface Purpose<Given, Result> {
  /** In the words of the public surface, such as `AsyncQueue.get`. */
  readonly what: string;
  readonly on: object;
  /** Looks whether to wait, or to wait again: called on a waiter's turn. */
  mustWait(): boolean;
  /** Does it, on the waiter's turn. */
  act(given: Given): Result | PromiseLike<Result>;
}

/**
 * Waits in the order they came: the first in is the first to be woken.
 *
 * - Who is woken looks again on his turn. He acts if he can, else he waits once more, at the back of the line.
 * - Nothing is lost: who gives up when he has been woken by `wakeNext` wakes the next one, if that one could act.
 * - Joining, leaving from anywhere and waking the next cost O(1) each, and nobody who left stays in memory: it is a chain.
 */
export class WaitLine<Given, Result> {
  readonly purpose: Purpose<Given, Result>;
  #first: LineWait<Given, Result> | undefined;
  #last: LineWait<Given, Result> | undefined;

  constructor(purpose: Purpose<Given, Result>) {
    this.purpose = purpose;
  }

  /**
   * A new wait at the end of the line.
   *
   * @param inVain the wait that it takes the place of
   * @returns what acting gives, once it can
   */
  join(
    given: Given,
    signal: AbortSignal | undefined,
    inVain?: LineWait<Given, Result>,
  ): Promise<Result> {
    return new LineWait(this, given, signal, inVain).promise;
  }

  add(wait: LineWait<Given, Result>): void {
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
      wait.passesOn = true;
      wait.wake();
    }
  }

  wakeAll(): void {
    for (let wait = this.#first; wait !== undefined; wait = this.#first) {
      this.remove(wait);
      wait.wake();
    }
  }

  remove(wait: LineWait<Given, Result>): void {
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

/** One who waits in a line. */
class LineWait<Given, Result> extends Wait<Result> {
  /** Its neighbours in the line. */
  before: LineWait<Given, Result> | undefined;
  behind: LineWait<Given, Result> | undefined;
  /** It was woken as the one who may act: should it give up, another one may. */
  passesOn = false;
  readonly #line: WaitLine<Given, Result>;
  readonly #given: Given;

  constructor(
    line: WaitLine<Given, Result>,
    given: Given,
    signal: AbortSignal | undefined,
    inVain?: LineWait<Given, Result>,
  ) {
    super(line.purpose.what, line.purpose.on, signal, inVain);
    this.#line = line;
    this.#given = given;
    line.add(this);
    if (signal !== undefined) {
      this.park(() => line.remove(this));
    }
  }

  get resumesNobody(): boolean {
    return !this.signal?.aborted && this.#line.purpose.mustWait();
  }

  protected override giveUp(reason: unknown): void {
    if (this.passesOn && !this.#line.purpose.mustWait()) {
      this.#line.wakeNext();
    }
    super.giveUp(reason);
  }

  protected override goOn(): void {
    const { purpose } = this.#line;
    if (purpose.mustWait()) {
      void this.#line.join(this.#given, this.signal, this);
      return;
    }
    try {
      super.goOn(purpose.act(this.#given));
    } catch (error) {
      super.giveUp(error);
    }
  }
}
