import type { RunningCode } from "../loop/running-code.ts";
import type { VirtualTimers } from "../loop/virtual-timers.ts";
import { hookPromises, seesPromises } from "../node/promise-hooks.ts";

/** After so many timers it is asked again whether all is certain by now, or after as many as are pending if they are more. */
const LOOK_EVERY = 100;

/**
 * Finds out whether timers only repeat, once very many have fired in a row and no wait of the library that had lasted for
 * a time was over.
 *
 * From then on it looks at plain promises too. It is certain when every timer that was pending at the beginning has fired
 * or was called off, and none of the code has gone on that waited at the beginning. What a timer's callback begins to
 * await meanwhile is no sign of anything, nor is code that awaits the firings of an interval one by one.
 *
 * V8 does not tell who goes on from an `await` of which nobody wanted to know as it began. So it all begins once more when
 * those timers have fired: code that only awaits timers is seen by then.
 */
export class Repetition {
  readonly #timers: VirtualTimers;
  readonly #running: RunningCode;
  readonly #noteMore: () => void;
  readonly #isOfProgram: () => boolean;
  #stop: (() => void) | undefined;
  #born = new WeakSet<Promise<unknown>>();
  #isSeen = false;
  #lastNumber = 0;
  #untilLook = 0;

  /**
   * @param noteMore called so that some more places in the source are taken down, of what goes on for ever
   * @param isOfProgram whether it is the program's code that goes on now: others may run beside it, such as a test runner
   */
  constructor(
    timers: VirtualTimers,
    running: RunningCode,
    noteMore: () => void,
    isOfProgram: () => boolean,
  ) {
    this.#timers = timers;
    this.#running = running;
    this.#noteMore = noteMore;
    this.#isOfProgram = isOfProgram;
  }

  /** Called before time advances. Where nobody tells of promises, nothing is ever certain. */
  isCertain(): boolean {
    if (!seesPromises) {
      return false;
    }
    if (this.#stop === undefined) {
      this.#begin();
    }
    if (--this.#untilLook > 0) {
      return false;
    }
    this.#noteMore();
    const { pending } = this.#timers;
    this.#untilLook = Math.max(LOOK_EVERY, pending.length);
    const areNew = pending.every(({ number }) => number > this.#lastNumber);
    if (areNew && !this.#isSeen) {
      this.#isSeen = true;
      this.#noteWaits();
      return false;
    }
    return areNew;
  }

  /** Looks no more. */
  end(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  #begin(): void {
    this.#isSeen = false;
    this.#untilLook = LOOK_EVERY;
    this.#noteWaits();
    this.#noteMore();
    this.#stop = hookPromises({
      init: (promise) => void this.#born.add(promise),
      before: (promise) => {
        const isOld = !this.#born.has(promise) && this.#isOfProgram();
        if (isOld && this.#timers.fired?.handle?.isAwaited !== true) {
          this.#running.firings = 0;
          this.end();
        }
      },
    });
  }

  /** Code waits, and timers are pending, that began before now. */
  #noteWaits(): void {
    this.#born = new WeakSet();
    this.#lastNumber = this.#timers.lastNumber;
  }
}
