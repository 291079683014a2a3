import { ANY_JOB, type RunningCode } from "../loop/running-code.ts";
import type { VirtualTimers } from "../loop/virtual-timers.ts";
import { hookPromises, seesPromises } from "../node/promise-hooks.ts";
import { lineOf, Trace } from "../node/source-places.ts";

/** A long simulation sleeps so many times as often where main itself does: nothing tells that from one without end. */
const MOST_OF_MAIN = 2;

const LAST_SLEEPS = 10;

/** What goes on is looked at so many times at least, or else nothing could go on twice. */
const LEAST_LOOKS = 6;

/** After so many times, some more places are taken down. */
const MORE_EVERY = 10;

/** An `await` that began while it was looked, and where. */
interface YoungAwait {
  readonly job: number;
  readonly trace: Trace;
}

/** What is asked of the run. */
export interface OnlySleepsQuestions {
  /** Whether main waits for a deed since that moment or before. */
  isStuck(since: number): boolean;
  /** Some more places in the source are to be taken down. */
  noteMore(): void;
  /** So many times time goes on while it looks. */
  readonly most: number;
  /** As how many of these times this one counts. */
  countOf(): number;
  /** Whether it is the program's code that goes on now. */
  isOfProgram(): boolean;
}

/**
 * Finds out whether only sleeps go on, once very many timers and sleeps have ended in a row and no wait of the library for
 * somebody's deed was over.
 *
 * From then on it looks at plain promises too. Code that goes on waited for time where its wait began in the job in which
 * the timer was set that has fired now, or where it has called such code and awaits its end. Where other code goes on,
 * something happens, and it all begins anew. So it does where a timer is still to come that was pending at the beginning.
 */
export class OnlySleeps {
  readonly #timers: VirtualTimers;
  readonly #running: RunningCode;
  readonly #ask: OnlySleepsQuestions;
  #stop: (() => void) | undefined;
  #begun = 0;
  #looks = 0;
  /** The job of the last code that went on behind a wait for time, and where its awaits stood. */
  #job = 0;
  #rested: Trace[] = [];
  #mainBegun = 0;
  #lastSleeps = 0;

  constructor(
    timers: VirtualTimers,
    running: RunningCode,
    ask: OnlySleepsQuestions,
  ) {
    this.#timers = timers;
    this.#running = running;
    this.#ask = ask;
  }

  /** Called before time advances. Where nobody tells of promises, nothing is ever certain. */
  isCertain(): boolean {
    if (this.#stop === undefined) {
      if (
        this.#lastSleeps > 0 ||
        !seesPromises ||
        !this.#ask.isStuck(this.#timers.now)
      ) {
        return seesPromises && this.#isMainEndless();
      }
      this.#begin();
    }
    if (this.#looks % MORE_EVERY === 0) {
      this.#ask.noteMore();
    }
    this.#looks += Math.min(this.#ask.countOf(), this.#ask.most / LEAST_LOOKS);
    if (this.#looks < this.#ask.most) {
      return false;
    }
    if (!this.#areNew(this.#begun)) {
      this.#beginAnew();
      return false;
    }
    if (!this.#ask.isStuck(this.#begun)) {
      this.end();
      return this.#isMainEndless();
    }
    return true;
  }

  /** Looks no more. */
  end(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  /** Main sleeps, or awaits what does: that may well be a long simulation. At the end one more sleep shows where. */
  #isMainEndless(): boolean {
    if (this.#running.restsOfMain === 1 || !this.#areNew(this.#mainBegun)) {
      this.#mainBegun = this.#timers.now;
      this.#running.restsOfMain = MOST_OF_MAIN;
      this.#running.rests = 0;
      this.#lastSleeps = 0;
      return false;
    }
    this.#ask.noteMore();
    this.#lastSleeps++;
    return this.#lastSleeps > LAST_SLEEPS;
  }

  /** Whether all timers and sleeps that are pending were set since then. */
  #areNew(since: number): boolean {
    return this.#timers.pending.every(
      ({ deadline, ms }) => deadline - ms >= since,
    );
  }

  #beginAnew(): void {
    this.#running.restsOfMain = 1;
    this.#running.rests = 0;
    this.end();
  }

  #begin(): void {
    const young = new WeakMap<Promise<unknown>, YoungAwait>();
    this.#begun = this.#timers.now;
    this.#looks = 0;
    this.#stop = hookPromises({
      init: (promise) => {
        young.set(promise, { job: this.#running.job, trace: new Trace() });
      },
      before: (promise) => {
        const wait = young.get(promise);
        if (this.#ask.isOfProgram() && !this.#waitedForTime(wait)) {
          this.#beginAnew();
        }
        // Where V8 has optimized a function, it names the promise of the whole instead of one for each of its awaits.
        const { trace } = wait ?? { trace: new Trace() };
        young.set(promise, { job: this.#running.job, trace });
      },
    });
  }

  /** Each piece of code that only sleeps goes on once from a wait that began before, and soon. */
  #waitedForTime(wait: YoungAwait | undefined): boolean {
    if (wait === undefined) {
      return this.#looks * 2 < this.#ask.most;
    }
    const { job, restedSince } = this.#running;
    if (this.#job !== job) {
      this.#job = job;
      this.#rested = [];
    }
    const isOne =
      restedSince === ANY_JOB ||
      wait.job === restedSince ||
      wait.job === job ||
      this.#timers.fired?.handle?.isAwaited === true ||
      this.#hasCalled(wait);
    if (isOne) {
      this.#rested.push(wait.trace);
    }
    return isOne;
  }

  /** Whether it awaits the end of code that has gone on in this job. */
  #hasCalled({ trace }: YoungAwait): boolean {
    const [, own] = trace.frames; // the first is that of the hook
    return (
      own !== undefined &&
      this.#rested.some(({ frames: [, , ...callers] }) =>
        callers.map(lineOf).includes(lineOf(own)),
      )
    );
  }
}
