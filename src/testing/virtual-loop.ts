import { Fifo } from "../patterns/internal/fifo.ts";
import { Heap, type HeapEntry } from "../patterns/internal/heap.ts";
import type { Trace, TraceBudget } from "./locations.ts";
import type { Host, Observer, Turn } from "../patterns/internal/host.ts";

// The real ones: inside a run, the globals of the same names are virtual.
const nextTick = process.nextTick.bind(process);
const lap = setImmediate;
const rest = setTimeout;

/** What the loop's own microtasks hang on; it is cheaper than queueMicrotask, which also makes an async resource. */
export const idle = Promise.resolve();

/** After so many jobs, one real lap of the event loop, so that real I/O and reports get their chance. */
const LAP_EVERY = 256;

/** A callback due at a moment. */
export interface Timer extends Turn {
  readonly deadline: number;
  /** Resumes code only on a turn, so all of them that are due at a moment can line up before anything runs. */
  readonly isSleep: boolean;
  /** Whose code set it. */
  readonly owner: string;
  /** Counts the timers of a run, from 1, in the order they were set. */
  readonly number: number;
  /** Where it was set. */
  readonly trace: Trace | undefined;
  /** The handle that the code under test has, if it has one. */
  readonly source: { hasRef(): boolean } | undefined;
}

/** A callback to run on the next lap: what `setImmediate` makes. */
export interface Immediate extends Turn {
  isCleared: boolean;
  /** Whose code set it. */
  readonly owner: string;
}

/** What a job is. */
export interface JobName {
  /** Whose code. */
  readonly who: string;
  /** What it has waited for, or what kind of job it is. */
  readonly what: string;
}

/** A moment at which more than one job could run next. */
export interface Choice {
  /** How many they are, at least two. */
  readonly width: number;
  readonly now: number;
  /** What one of them is; index 0 is the first in the ordinary order. */
  job(index: number): JobName;
}

/** Picks what runs next where more than one job could. */
export interface Chooser {
  /** @returns the index of the job to run */
  choose(choice: Choice): number;
}

/** What a loop tells the run that it drives. */
export interface LoopEvents {
  /** Nothing is ready: true to look again after a real lap of the event loop, false to go on. */
  waitsForReality(): boolean;
  /** Whether that lap may take a millisecond. */
  readonly canRest: boolean;
  /** Code ran that no job of the loop has run: real I/O goes on. */
  stirred(): void;
  /** Virtual time has moved. */
  advanced(from: number, to: number): void;
  /** Nothing is ready, and no timer is pending. */
  stuck(): void;
  /** Nothing is ready, and the run is finishing. */
  finished(): void;
  /** A callback threw. */
  threw(error: unknown): void;
  /** More jobs than allowed ran at one moment; this one would be the next, if it is known. */
  spinning(job: Turn | undefined): void;
}

/** Knows whose code runs, and what a turn is. */
export interface LoopObserver extends Observer {
  name: string;
  nameOf(turn: Turn): JobName;
}

/** What a run may change about its loop. */
export interface LoopSettings {
  readonly jobsPerMoment: number;
  readonly observer: LoopObserver;
  readonly chooser?: Chooser | undefined;
  readonly traces: TraceBudget;
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
export class VirtualLoop implements Host, Choice {
  /** Milliseconds since the start of the run. */
  now = 0;
  /** How many timers and turns are ready, at a choice. */
  width = 0;
  /** Ticks that the code under test has queued and Node has not run yet. */
  pendingTicks = 0;
  /** A tick of the code under test has run, so its microtasks are still to come. */
  ticksRan = false;
  readonly observer: LoopObserver;
  readonly #events: LoopEvents;
  readonly #settings: LoopSettings;
  readonly #timers = new Heap<Timer>(byDeadline);
  readonly #immediates = new Fifo<Immediate>();
  #due: Timer[] = [];
  #line: Turn[] = [];
  #isBurstDue = false;
  #isBursting = false;
  #isFinishing = false;
  #isStopped = false;
  #jobs = 0;
  #jobsAtThisMoment = 0;
  #taskNumber = 0;
  #timerNumber = 0;

  constructor(events: LoopEvents, settings: LoopSettings) {
    this.#events = events;
    this.#settings = settings;
    this.observer = settings.observer;
  }

  /** True while a timer is pending. */
  get hasTimers(): boolean {
    return this.#timers.size > 0;
  }

  /** The timers that have not fired, in no particular order. */
  get pendingTimers(): readonly Timer[] {
    return [...this.#timers.values(), ...this.#due];
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
    return this.setTimer(ms, fire);
  }

  breathe(): Promise<void> | undefined {
    if (++this.#jobsAtThisMoment <= this.#settings.jobsPerMoment) {
      return undefined;
    }
    this.#events.spinning(undefined);
    return new Promise(() => {}); // ends the spinning: the code behind it never goes on
  }

  nextTaskNumber(): number {
    return ++this.#taskNumber;
  }

  setImmediate(run: () => void): Immediate {
    const owner = this.observer.name;
    const immediate = { run, isCleared: false, owner };
    this.#immediates.push(immediate);
    return immediate;
  }

  /** @returns a function that calls the timer off, also while it is due */
  setTimer(ms: number, run: () => void, source?: Timer["source"]): () => void {
    if (ms === Infinity) {
      return () => {};
    }
    const deadline = toNanosecond(this.now + ms);
    const owner = this.observer.name;
    const isSleep = source === undefined;
    const number = isSleep ? 0 : ++this.#timerNumber;
    const trace = isSleep ? undefined : this.#settings.traces.take();
    const entry = this.#timers.push({
      deadline,
      run,
      isSleep,
      owner,
      number,
      trace,
      source,
    });
    return () => {
      this.#clear(entry);
    };
  }

  /** Starts the loop, behind the microtasks of the code that calls this. */
  start(): void {
    void idle.then(this.#afterJob);
  }

  /** Runs what is ready at this moment, in its ordinary order, but time stands still. */
  finish(): void {
    this.#isFinishing = true;
  }

  /** No further job runs. */
  stop(): void {
    this.#isStopped = true;
  }

  readonly #step = (): void => {
    if (this.pendingTicks > 0 || this.ticksRan) {
      this.ticksRan = false;
      this.#events.stirred();
      void idle.then(this.#afterJob);
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
      } else if (this.#events.waitsForReality()) {
        if (this.#events.canRest) {
          rest(this.#step, 1);
        } else {
          lap(this.#step);
        }
        return;
      } else if (!this.#advance()) {
        this.#events.stuck();
      }
    }
  };

  #run(job: Turn): void {
    if (++this.#jobsAtThisMoment > this.#settings.jobsPerMoment) {
      this.#events.spinning(job);
      return;
    }
    this.ticksRan = false;
    void idle.then(this.#afterJob);
    try {
      job.run();
    } catch (error) {
      this.#events.threw(error);
    }
  }

  /** Runs among the job's microtasks, so the next step comes behind the last of them. */
  readonly #afterJob = (): void => {
    // Stryker disable next-line UpdateOperator: every 256th is every 256th, also when counting down
    if (++this.#jobs % LAP_EVERY === 0) {
      lap(this.#step);
    } else {
      nextTick(this.#step);
    }
  };

  #nextJob(): Turn | undefined {
    const hasReady = this.#due.length > 0 || this.#isBursting;
    this.width = hasReady ? this.#due.length + this.#line.length : 0;
    if (this.width === 0) {
      this.#isBursting = false;
      return this.#nextImmediate();
    }
    const { chooser } = this.#settings;
    const isChoice = this.width > 1 && !this.#isFinishing;
    return this.#take(isChoice ? (chooser?.choose(this) ?? 0) : 0);
  }

  job(index: number): JobName {
    return this.nameOf(
      this.#due[index] ?? (this.#line[index - this.#due.length] as Turn),
    );
  }

  /** Whose it is, and what it is. */
  nameOf(job: Turn | Timer | Immediate): JobName {
    if ("owner" in job) {
      const what = "deadline" in job ? `timer ${job.number}` : "immediate";
      return { who: job.owner, what };
    }
    return this.observer.nameOf(job);
  }

  #take(index: number): Turn {
    const inLine = index - this.#due.length;
    if (inLine >= 0) {
      return takeAt(this.#line, inLine);
    }
    const timer = takeAt(this.#due, index);
    this.observer.name = timer.owner; // its callback is the code of whoever set it
    return timer;
  }

  #nextImmediate(): Immediate | undefined {
    while (this.#immediates.size > 0) {
      const immediate = this.#immediates.shift();
      if (!immediate.isCleared) {
        this.observer.name = immediate.owner;
        return immediate;
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
    this.#events.advanced(from, this.now);
    while (this.#timers.first?.deadline === this.now) {
      const timer = this.#timers.shift();
      if (timer.isSleep) {
        this.observer.name = timer.owner;
        timer.run();
      } else {
        this.#due.push(timer);
      }
    }
    return true;
  }

  #clear(entry: HeapEntry<Timer>): void {
    if (entry.index >= 0) {
      this.#timers.remove(entry);
    } else {
      this.#due = this.#due.filter((timer) => timer !== entry.value);
    }
  }
}

function byDeadline(a: Timer, b: Timer): number {
  return a.deadline - b.deadline;
}

function takeAt<T>(from: T[], index: number): T {
  // Stryker disable next-line ConditionalExpression: the other way gives the same, and takes longer
  const taken = index === 0 ? from.shift() : from.splice(index, 1)[0];
  return taken as T;
}

/** Sums of fractions meet where they are meant to: 0.1 + 0.2 is 0.3. */
function toNanosecond(ms: number): number {
  return Number.isInteger(ms) ? ms : Math.round(ms * 1e6) / 1e6;
}
