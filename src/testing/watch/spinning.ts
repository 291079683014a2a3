import type { RunningCode } from "../loop/running-code.ts";
import { hookPromises } from "../node/promise-hooks.ts";
import { Trace } from "../node/source-places.ts";

/** So many times code goes on before it is looked where it spins: enough for what the run has let go of to have ended. */
const BEFORE_LOOK = 100;
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
    const beyond = this.#running.resumptions - this.#most;
    if (beyond === 1) {
      this.#events.maySpin();
    } else if (beyond === BEFORE_LOOK) {
      this.#look();
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
