import { Fifo } from "../patterns/internal/fifo.ts";
import { Heap, type HeapEntry } from "../patterns/internal/heap.ts";
import type { Host, Observer, Turn } from "../patterns/internal/host.ts";

// The real ones: inside a run, the globals of the same names are virtual.
const nextTick = process.nextTick.bind(process);
const lap = setImmediate;
const microtask = queueMicrotask;

/** After so many jobs, one real lap of the event loop, so that real I/O and reports get their chance. */
const LAP_EVERY = 256;

/** A callback due at a moment. */
export interface Timer {
  readonly deadline: number;
  readonly fire: () => void;
  /** Resumes code only on a turn, so all of them that are due at a moment can line up before anything runs. */
  readonly isSleep: boolean;
}

/** A callback to run on the next lap: what `setImmediate` makes. */
export interface Immediate {
  callback: (() => void) | undefined;
}

/** What a loop tells the run that it drives. */
export interface LoopEvents {
  /** Nothing is ready: true to look again after a real lap of the event loop, false to go on. */
  waitsForReality(): boolean;
  /** Virtual time has moved. */
  advanced(): void;
  /** Nothing is ready, and no timer is pending. */
  stuck(): void;
  /** Nothing is ready, and the run is finishing. */
  finished(): void;
  /** A callback threw. */
  threw(error: unknown): void;
  /** More jobs than allowed ran at one moment. */
  spinning(): void;
}

/**
 * An event loop whose time is a number: it advances only when nothing else can run, and then straight to the next
 * deadline. Prior art: trio's MockClock with autojump, https://trio.readthedocs.io/en/stable/reference-testing.html
 *
 * One job at a time (a timer's callback, an immediate, a turn), and before the next one all promise work and ticks of
 * it. The order is Node's, https://nodejs.org/en/learn/asynchronous-work/event-loop-timers-and-nexttick:
 *
 * 1. the timers due now, by deadline, equal deadlines in the order they were set;
 * 2. the immediates in the order they were set; the line of turns begins as one of them, and then runs dry;
 * 3. only then the next moment.
 */
export class VirtualLoop implements Host {
  /** Milliseconds since the start of the run. */
  now = 0;
  observer: Observer | undefined;
  /** Ticks that the code under test has queued and Node has not run yet. */
  pendingTicks = 0;
  /** Moves whatever shows the time. */
  onAdvance: (from: number, to: number) => void = () => {};
  readonly #events: LoopEvents;
  readonly #jobLimit: number;
  readonly #timers = new Heap<Timer>((a, b) => a.deadline - b.deadline);
  readonly #due: Timer[] = [];
  readonly #immediates = new Fifo<Immediate>();
  readonly #line: Turn[] = [];
  #isBurstDue = false;
  #isBursting = false;
  #isFinishing = false;
  #isStopped = false;
  #jobs = 0;
  #jobsAtThisMoment = 0;
  #taskNumber = 0;

  constructor(events: LoopEvents, jobLimit: number) {
    this.#events = events;
    this.#jobLimit = jobLimit;
  }

  turn(turn: Turn): void {
    this.#line.push(turn);
    if (!this.#isBursting && !this.#isBurstDue) {
      this.#isBurstDue = true;
      this.setImmediate(() => {
        this.#isBurstDue = false;
        this.#isBursting = true;
      });
    }
  }

  timer(ms: number, fire: () => void): () => void {
    return this.setTimer(ms, fire, true);
  }

  breathe(): Promise<void> | undefined {
    if (++this.#jobsAtThisMoment <= this.#jobLimit) {
      return undefined;
    }
    this.#events.spinning();
    return new Promise(() => {}); // ends the spinning: the code behind it never goes on
  }

  nextTaskNumber(): number {
    return ++this.#taskNumber;
  }

  setImmediate(callback: () => void): Immediate {
    const immediate = { callback };
    this.#immediates.push(immediate);
    return immediate;
  }

  /** @returns a function that calls the timer off, also while it is due */
  setTimer(ms: number, fire: () => void, isSleep: boolean): () => void {
    if (ms === Infinity) {
      return () => {};
    }
    const timer = { deadline: toNanosecond(this.now + ms), fire, isSleep };
    const entry = this.#timers.push(timer);
    return () => {
      this.#clear(entry);
    };
  }

  /** Starts the loop, behind the microtasks of the code that calls this. */
  start(): void {
    microtask(this.#afterJob);
  }

  /** Runs what is ready at this moment, but time stands still. */
  finish(): void {
    this.#isFinishing = true;
  }

  /** True while a timer is pending. */
  get hasTimers(): boolean {
    return this.#timers.size > 0;
  }

  /** No further job runs. */
  stop(): void {
    this.#isStopped = true;
  }

  readonly #step = (): void => {
    if (this.pendingTicks > 0) {
      microtask(this.#afterJob);
      return;
    }
    while (!this.#isStopped) {
      const job = this.#nextJob();
      if (job !== undefined) {
        this.#run(job);
        return;
      }
      if (this.#isFinishing) {
        this.#events.finished();
        return;
      }
      if (this.#events.waitsForReality()) {
        lap(this.#step);
        return;
      }
      if (!this.#advance()) {
        this.#events.stuck();
        return;
      }
    }
  };

  #run(job: () => void): void {
    if (++this.#jobsAtThisMoment > this.#jobLimit) {
      this.#events.spinning();
      return;
    }
    microtask(this.#afterJob);
    try {
      job();
    } catch (error) {
      this.#events.threw(error);
    }
  }

  /** Runs among the job's microtasks, so the next step comes behind the last of them. */
  readonly #afterJob = (): void => {
    if (++this.#jobs % LAP_EVERY === 0) {
      lap(this.#step);
    } else {
      nextTick(this.#step);
    }
  };

  #nextJob(): (() => void) | undefined {
    const timer = this.#due.shift();
    if (timer !== undefined) {
      return timer.fire;
    }
    if (this.#isBursting) {
      const turn = this.#line.shift();
      if (turn !== undefined) {
        return () => turn.run();
      }
      this.#isBursting = false;
    }
    return this.#nextImmediate();
  }

  #nextImmediate(): (() => void) | undefined {
    while (this.#immediates.size > 0) {
      const immediate = this.#immediates.shift();
      const { callback } = immediate;
      if (callback !== undefined) {
        immediate.callback = undefined;
        return callback;
      }
    }
    return undefined;
  }

  /** Goes to the next deadline. @returns false if there is none */
  #advance(): boolean {
    if (this.#timers.size === 0) {
      return false;
    }
    const from = this.now;
    this.now = (this.#timers.first as Timer).deadline;
    this.#jobsAtThisMoment = 0;
    this.onAdvance(from, this.now);
    this.#events.advanced();
    while (this.#timers.first?.deadline === this.now) {
      const timer = this.#timers.shift();
      if (timer.isSleep) {
        timer.fire();
      } else {
        this.#due.push(timer);
      }
    }
    return true;
  }

  #clear(entry: HeapEntry<Timer>): void {
    if (entry.index >= 0) {
      this.#timers.remove(entry);
      return;
    }
    const at = this.#due.indexOf(entry.value);
    if (at >= 0) {
      this.#due.splice(at, 1);
    }
  }
}

/** Sums of fractions meet where they are meant to: 0.1 + 0.2 is 0.3. */
function toNanosecond(ms: number): number {
  return Number.isInteger(ms) ? ms : Math.round(ms * 1e6) / 1e6;
}
