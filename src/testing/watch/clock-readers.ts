import { MicrotaskLaps } from "../loop/microtask-laps.ts";
import { hookPromises } from "../node/promise-hooks.ts";

/** Beyond the bound, so many reads with no promise in between are those of one loop, and so are reads in so many laps. */
const MOST_IN_A_ROW = 100_000;
const MOST_LAPS = 1_000;
/** So many are without end, whoever reads. */
const MOST_READS = 3_000_000;

/**
 * Tells a loop that looks at the clocks until time passes from very many functions of which each looks once. Between the
 * reads of these, promises are made or are over, all in a few laps of the microtasks.
 */
export class ClockReaders {
  #laps = new MicrotaskLaps();
  #reads = 0;
  #inARow = 0;
  #stop: (() => void) | undefined;

  /** The clocks have been read once more in this job than they may be. @returns whether that goes on without end */
  note(): boolean {
    this.#stop ??= this.#begin();
    this.#laps.note();
    this.#inARow++;
    this.#reads++;
    return (
      this.#inARow > MOST_IN_A_ROW ||
      this.#laps.count > MOST_LAPS ||
      this.#reads > MOST_READS
    );
  }

  /** The job has ended. */
  end(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  #begin(): () => void {
    this.#laps = new MicrotaskLaps();
    this.#reads = this.#inARow = 0;
    const restart = (): void => void (this.#inARow = 0);
    return hookPromises({ init: restart, before: restart });
  }
}
