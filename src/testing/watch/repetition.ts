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
 */
export class Repetition {
  readonly #timers: VirtualTimers;
  readonly #running: RunningCode;
  readonly #noteMore: () => void;
  #stop: (() => void) | undefined;
  #lastNumber = 0;
  #untilLook = 0;

  /** @param noteMore called so that some more places in the source are taken down, of what goes on for ever */
  constructor(
    timers: VirtualTimers,
    running: RunningCode,
    noteMore: () => void,
  ) {
    this.#timers = timers;
    this.#running = running;
    this.#noteMore = noteMore;
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
    return pending.every(({ number }) => number > this.#lastNumber);
  }

  /** Looks no more. */
  end(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  #begin(): void {
    const born = new WeakSet<Promise<unknown>>();
    this.#lastNumber = this.#timers.lastNumber;
    this.#untilLook = LOOK_EVERY;
    this.#noteMore();
    this.#stop = hookPromises({
      init: (promise) => void born.add(promise),
      before: (promise) => {
        const isOld = !born.has(promise);
        if (isOld && this.#timers.fired?.handle?.isAwaited !== true) {
          this.#running.firings = 0;
          this.end();
        }
      },
    });
  }
}
