import { Fifo } from "./fifo.ts";
import type { Host, Turn } from "./host.ts";
import { lap, nextTick } from "./platform.ts";

/** Its `then` is cheaper than queueMicrotask, which also makes an async resource. */
const settled = Promise.resolve();
// Taken once, so that breathing space goes on where a test has replaced the clock.
const realNow = performance.now.bind(performance);

/** How long turns and queue operations may keep timers and I/O waiting. */
const LAP_MS = 1;
/** How many turns or queue operations pass between two looks at the clock. */
const GLANCE = 64;

/**
 * Makes turns with the platform's own event loop.
 *
 * A burst of turns begins in an immediate, so that everything due at a moment lines up before the first turn runs. Each
 * further turn follows in a tick of its own, behind the microtasks of the turn before it: Node takes its next ticks once
 * the microtasks have run out (https://nodejs.org/api/process.html#when-to-use-queuemicrotask-vs-processnexttick). So
 * two turns never overlap, and yet a turn costs no lap of the loop.
 */
export class RealHost implements Host {
  readonly #line = new Fifo<Turn>();
  /** The line is being worked through; else the next turn to join begins a burst. */
  isBursting = false;
  #isBurstDue = false;
  /** When the burst began, for the sleepers. */
  moment = 0;
  /** By the sleepers: so a program in which nobody sleeps does not carry them. */
  timer: Host["timer"];
  whenAtRest: (() => void) | undefined;
  #turns = 0;
  #operations = 0;
  #lastLap = 0;
  #breath: Promise<void> | undefined;
  #isHeld = false;
  #taskNumber = 0;

  turn(turn: Turn): void {
    this.#line.push(turn);
    if (!this.isBursting && !this.#isBurstDue) {
      this.#isBurstDue = true;
      lap(this.#beginBurst);
    }
  }

  breathe(): Promise<void> | undefined {
    // Stryker disable next-line UpdateOperator: every 64th is every 64th, also when counting down
    if (this.#breath === undefined && this.#isLapDue(++this.#operations)) {
      this.#breath = this.#takeBreath();
    }
    return this.#breath;
  }

  #takeBreath(): Promise<void> {
    return new Promise((resolve) => {
      lap(() => {
        this.#lastLap = realNow();
        this.#breath = undefined;
        resolve();
        this.#release();
      });
    });
  }

  nextTaskNumber(): number {
    return ++this.#taskNumber;
  }

  readonly #beginBurst = (): void => {
    this.#isBurstDue = false;
    this.isBursting = true;
    this.moment = performance.now();
    this.#goOn();
  };

  readonly #goOn = (): void => {
    this.#lastLap = realNow();
    this.#runTurn();
  };

  readonly #runTurn = (): void => {
    if (this.#breath !== undefined) {
      this.#isHeld = true;
      return;
    }
    while (this.#line.size > 0) {
      if (this.#line.shift().run() !== true) {
        void settled.then(this.#afterTurn);
        return;
      }
      if (this.#takesLap()) {
        return;
      }
    }
    this.isBursting = false;
    this.whenAtRest?.();
  };

  /** Runs among the turn's microtasks, so what it sets in motion comes behind the last of them. */
  readonly #afterTurn = (): void => {
    if (!this.#takesLap()) {
      nextTick(this.#runTurn);
    }
  };

  /** Counts a turn. @returns true if a lap is due, behind which the line moves on */
  #takesLap(): boolean {
    // Stryker disable next-line UpdateOperator: as above
    const isDue = this.#isLapDue(++this.#turns);
    if (isDue) {
      lap(this.#goOn);
    }
    return isDue;
  }

  /** Lets the line move on once the code behind a breath has run out of microtasks. */
  #release(): void {
    if (this.#isHeld) {
      this.#isHeld = false;
      void settled.then(() => nextTick(this.#runTurn));
    }
  }

  #isLapDue(count: number): boolean {
    return count % GLANCE === 0 && realNow() - this.#lastLap >= LAP_MS;
  }
}

/** The one host for real time. */
export const realHost: Host = new RealHost();
