import { MicrotaskLaps } from "../loop/microtask-laps.ts";
import type { RunningCode } from "../loop/running-code.ts";
import { hookPromises } from "../node/promise-hooks.ts";
import { Trace } from "../node/source-places.ts";

/** So many times code goes on before it is looked where it spins: enough for what the run has let go of to have ended. */
const BEFORE_LOOK = 100;
/** In so many laps of the microtasks, the code that goes on is the same; what goes on side by side takes few. */
const MOST_LAPS = 1_000;
/** So often it is looked for a place in the user's source. */
const MOST_LOOKS = 100;

/** What is told when code spins. */
export interface SpinningEvents {
  /** It may be that code spins: whatever hangs on each promise must let go of it. */
  maySpin(): void;
  /** It does, here. Called among its microtasks. */
  spins(trace: Trace): void;
}

/** Finds code that goes on behind promise after promise in one job: nothing else runs meanwhile, not even a lap of the event loop. */
export class Spinning {
  readonly #most: number;
  readonly #running: RunningCode;
  readonly #events: SpinningEvents;
  #laps = new MicrotaskLaps();
  /** How often code had gone on in this job when it was certain that it spins. */
  #certainAt: number | undefined;

  constructor(most: number, running: RunningCode, events: SpinningEvents) {
    this.#most = most;
    this.#running = running;
    this.#events = events;
  }

  /** Called each time code goes on behind a promise. */
  readonly note = (): void => {
    if (++this.#running.resumptions > this.#most) {
      this.#goesOn();
    }
  };

  #goesOn(): void {
    const { resumptions } = this.#running;
    if (resumptions === this.#most + 1) {
      this.#laps = new MicrotaskLaps();
      this.#certainAt = undefined;
    }
    if (this.#certainAt === undefined) {
      this.#await(resumptions);
    } else if (resumptions === this.#certainAt + BEFORE_LOOK) {
      this.#look();
    }
  }

  #await(resumptions: number): void {
    this.#laps.note();
    if (this.#laps.count > MOST_LAPS) {
      this.#certainAt = resumptions;
      this.#events.maySpin();
    }
  }

  #look(): void {
    let looks = 0;
    const init = (_: Promise<unknown>, parent?: unknown): void => {
      const trace = new Trace();
      if (
        parent !== undefined &&
        (trace.places.length > 0 || ++looks > MOST_LOOKS)
      ) {
        stop();
        this.#events.spins(trace);
      }
    };
    const stop = hookPromises({ init });
  }
}
