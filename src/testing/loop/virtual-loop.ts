import { shown } from "../../core/checks.ts";
import type { Host, Turn } from "../../core/host.ts";
import { NativePromise } from "../../core/native-promise.ts";
import { lap, nextTick } from "../../core/platform.ts";
import type { Leeway } from "./leeway.ts";
import {
  LINE,
  ReadyJobs,
  type Immediate,
  type TurnObserver,
} from "./ready-jobs.ts";
import { Row } from "./row.ts";
import type { RunningCode } from "./running-code.ts";
import type { Chooser, JobName } from "./schedule.ts";
import type { Touches } from "./touches.ts";
import { VirtualTimers, type PlaceTaker } from "./virtual-timers.ts";

/** The real ones: inside a run, the globals of these names are virtual. */
const rest = setTimeout;
const endRest = clearTimeout;

/** The loop's own microtasks hang on it: that is cheaper than queueMicrotask, which also makes an async resource. */
export const idle = NativePromise.resolve();

/** After so many jobs, one real lap of the event loop, so that real I/O and reports get their chance. */
const LAP_EVERY = 256;

/** So many timers in a row are not yet without end, unless fewer jobs may run at one moment. */
const MANY_FIRINGS = 100_000;
/** So many timers and sleeps in a row, for each job that may run at a moment, may be the work of a long program: a year has 525,600 minutes. */
const RESTS = 0.6;
/** After so many laps of immediates at one moment, the code that sets them waits for time, and the laps take some of it. */
const MANY_LAPS = 10_000;
/** Then so many take a millisecond, about as in Node. */
const LAPS_IN_A_MS = 100;
/** So often the clocks may be read without a job in between: time does not pass while code looks at them. */
const MOST_CLOCK_READS = 1_000_000;
/** In so many rounds of jobs in a row they may be read while time does not pass and nobody does anything for others. */
const MOST_CLOCK_ROUNDS = 100_000;
/** For each job that may run at a moment, so many times the clocks may be read behind real I/O before they show what it really takes. */
const CLOCK_LOOKS = 0.02;
const LEAST_CLOCK_LOOKS = 1_000;

/** What a loop needs of its run. */
export interface LoopSettings {
  readonly jobsPerMoment: number;
  /** The last virtual millisecond. */
  readonly maxElapsed: number;
  readonly running: RunningCode;
  readonly observer: TurnObserver;
  readonly places: PlaceTaker;
  readonly chooser?: Chooser | undefined;
  /** What may change places, where that is told. */
  readonly leeway?: Leeway | undefined;
}

/** What a loop tells the run that it drives. */
export interface LoopEvents {
  /** Nothing is ready: true to look again after a real lap of the event loop, false to go on. */
  waitsForIo(): boolean;
  /** Something real has taken part, which wakes up the loop. */
  readonly isReal: boolean;
  /** Whether callbacks from the real world come between two laps of immediates. */
  readonly sharesLaps: boolean;
  /** How many laps the real event loop has begun; NaN where nobody tells. */
  readonly realLaps: number;
  /** Whether that lap may take a millisecond. */
  readonly canRest: boolean;
  /** Whether something real is open, beside which timers fire that keep nothing alive themselves. */
  readonly isKeptAlive: boolean;
  /** Code has run that no job of the loop called: real I/O goes on. */
  stirred(): void;
  /** Virtual time has moved, to another moment, or while this one lasted. */
  advanced(isSameMoment: boolean): void;
  /**
   * How many more whole milliseconds are to pass at this moment, since they really have.
   * @param areAsked whether the clocks have been asked very often
   */
  msReallyPassed(areAsked: boolean): number;
  /** Nothing is ready, and no timer is pending that could change that. */
  stuck(): void;
  /** Nothing is ready, and the next timer is due when the time of the run is over. */
  outOfTime(): void;
  /**
   * Nothing is ready, and very many timers have fired while nobody went on who had waited for a time.
   * @returns true if that goes on for ever
   */
  onlyRepeats(): boolean;
  /**
   * Nothing is ready, and very many timers and sleeps have ended while nobody went on who had waited for a deed.
   * @returns true if that goes on for ever
   */
  onlySleeps(): boolean;
  /**
   * Code has read the clocks very often in one job.
   * @returns an error if it does so again and again while time stands still
   */
  readsClocks(times: number): Error | undefined;
  /** A job has ended that has read the clocks very often. */
  hasReadClocks(): void;
  /** Job after job has read the clocks, in more rounds than allowed; this one is the next. */
  waitsByClock(job: JobName, rounds: number): void;
  /** Nothing is ready, and the run is finishing. */
  finished(): void;
  /** Whether `betweenJobs` is to run ticks and microtasks, too: that takes less time than to go back to Node. */
  readonly runsTicks: boolean;
  /** A job has ended: runs the ticks and microtasks that wait, where it can, and then raises the rejections that nobody handled. */
  betweenJobs(): void;
  /** A callback threw: the run fails, unless the program has a listener for that. */
  threw(error: unknown): void;
  /**
   * More jobs than allowed ran at one moment.
   * @param job would be the next, if it is known
   * @param hasPassed whether that moment has lasted, since immediates followed one another
   */
  spinning(job: JobName | undefined, hasPassed: boolean): void;
  /** More of these than allowed followed one another. */
  follow(what: "ticks" | "microtasks"): void;
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
 * 3. only then the next moment. But where very many laps of immediates follow one another at a moment, as where code looks
 *    on each whether something has come about, they take time, as they do in Node.
 */
export class VirtualLoop implements Host {
  /** How many ticks the code under test has queued that Node has not run yet. */
  pendingTicks = 0;
  /** A tick of the code under test has run, so its microtasks are still to come. */
  // Stryker disable next-line BooleanLiteral: nothing has run that would be behind a tick
  ticksRan = false;
  /** A real timer that is made now is its own, for a lap, or of whoever waits for the run; any other that is made during a run is the program's. */
  isLapping = false;
  /** How many times it has asked the platform to call back. */
  callbacks = 0;
  /** How many laps of the real event loop it has asked for, but for those on which it rests. */
  askedLaps = 0;
  /** None of its jobs has anything left to do: what runs now, the real world has called. */
  isListening = false;
  readonly observer: TurnObserver;
  readonly timers: VirtualTimers;
  /** Where somebody wants to know what jobs touch. */
  readonly touches: Touches | undefined;
  readonly #events: LoopEvents;
  /** So many timers in a row are not yet without end. */
  readonly manyFirings: number;
  /** So many timers and sleeps in a row may well be the work of a long program. */
  readonly manyRests: number;
  readonly #manyClockLooks: number;
  readonly #jobsPerMoment: number;
  readonly #maxElapsed: number;
  readonly #ready: ReadyJobs;
  /** They run when nothing else is ready. */
  #settlers = new Row<Omit<Immediate, "hasRef">>();
  #chooser: Chooser | undefined;
  #isFinishing = false;
  #isStopped = false;
  #last: Turn | undefined;
  /** It has thrown, or a tick behind it has. */
  #hasThrown = false;
  /** It rests until something is heard from the real world, a millisecond at most. */
  #rest: ReturnType<typeof rest> | undefined;
  /** The first lap between immediates has been taken. */
  #isWhole = false;
  /** A real lap has made room for what comes before the immediates of the next one. */
  #hasLapped = false;
  #jobs = 0;
  /** How many jobs of each kind have run at this moment: very many tasks may start, and then each have a turn. */
  #jobsAtThisMoment: Map<string, number> | undefined;
  /** Those of the kind that ran last; the others are in the map. */
  #jobsOfKind = 0;
  #kind = "";
  /** How many laps of immediates have begun since time moved on because nothing was ready. */
  #laps = 0;
  /** Whether they have taken some. */
  hasPassed = false;
  #clockReads = 0;
  #isRead = false;
  /** How many times nothing was ready any more, at this moment, behind code that had read them. */
  #clockLooks = 0;
  /** How many jobs are left of those that were ready as this round began. */
  #jobsOfRound = 0;
  #ticks = 0;
  #microtasks = 0;
  readonly #running: RunningCode;
  #taskNumber = 0;

  constructor(events: LoopEvents, settings: LoopSettings) {
    const { running, observer } = settings;
    this.#running = running;
    this.#events = events;
    this.observer = observer;
    this.#chooser = settings.chooser;
    this.#jobsPerMoment = settings.jobsPerMoment;
    this.manyFirings = Math.min(MANY_FIRINGS, settings.jobsPerMoment);
    this.#manyClockLooks = Math.max(
      LEAST_CLOCK_LOOKS,
      settings.jobsPerMoment * CLOCK_LOOKS,
    );
    this.manyRests = Math.ceil(settings.jobsPerMoment * RESTS);
    this.#maxElapsed = settings.maxElapsed;
    const touches = settings.chooser?.touches;
    this.touches = touches;
    this.timers = new VirtualTimers(running, settings.places, touches);
    this.#ready = new ReadyJobs(this.timers, running, observer, touches);
    if (settings.leeway !== undefined) {
      this.#ready.give(settings.leeway, this.#maxElapsed, () => this.#moved());
    }
  }

  /** Milliseconds since the start of the run. */
  get now(): number {
    return this.timers.now;
  }

  /** What the program's clocks show, in milliseconds since the start. @throws LivelockError if code does nothing but look at them */
  readClock(): number {
    if (++this.#clockReads > MOST_CLOCK_READS) {
      const error = this.#events.readsClocks(MOST_CLOCK_READS);
      if (error !== undefined) {
        throw error;
      }
    }
    return this.timers.now;
  }

  turn(turn: Turn): void {
    this.#ready.turn(turn);
  }

  timer(ms: number, fire: () => void): () => void {
    const { timers } = this;
    const sleep = timers.sleep(ms, fire);
    return () => timers.callOff(sleep);
  }

  setImmediate(run: () => void, hasRef: () => boolean): Immediate {
    return this.#ready.setImmediate(run, hasRef);
  }

  /** Calls back once nothing else is ready at this moment; several one by one, each when what the last one began has ended. */
  settle(run: () => void): void {
    this.touches?.everything();
    const { who, job } = this.#running;
    this.#settlers.push({ run, isCleared: false, who, what: "settle", job });
  }

  /** Whether something is to run later that nobody outside has to begin. */
  get hasMore(): boolean {
    return !this.timers.keepNothingAlive || this.#settlers.size > 0;
  }

  /** Until the next timer is due; Infinity without one. */
  get msToNext(): number {
    return this.timers.areLater
      ? this.timers.nextDeadline - this.now
      : Infinity;
  }

  breathe(): Promise<void> | undefined {
    if (this.#count("breathe")) {
      return undefined;
    }
    this.#events.spinning(undefined, this.hasPassed);
    return new NativePromise(() => {}); // ends the spinning: the code behind it never goes on
  }

  /** One of some values: the one that the search takes, or else the first. */
  choose<T>(values: readonly T[]): T {
    this.touches?.everything();
    const { length: width } = values;
    const { now } = this;
    const { who } = this.#running;
    const job = (index: number): JobName => ({
      who,
      what: shown(values[index]),
    });
    const choice = { width, now, isOfValues: true, job };
    const index = width > 1 ? (this.#chooser?.choose(choice) ?? 0) : 0;
    return values[index] as T;
  }

  nextTaskNumber(): number {
    this.touches?.names();
    return ++this.#taskNumber;
  }

  /** A job threw, where nobody could catch it. */
  threw(error: unknown): void {
    this.#hasThrown = true;
    this.#events.threw(error);
  }

  /** A tick threw. @throws the error, if Node is to see it: what has called back from the real world is then behind others that wait */
  tickThrew(error: unknown): void {
    if (this.isListening) {
      throw error;
    }
    this.threw(error);
    this.#goOn(true);
  }

  /** A tick of the program is about to run. @returns false if it must not, since ticks follow one another without end */
  tick(): boolean {
    this.pendingTicks--;
    this.ticksRan = true;
    const isOne = ++this.#ticks <= this.#jobsPerMoment;
    if (!isOne) {
      this.#events.follow("ticks");
    }
    return isOne;
  }

  /** A callback of `queueMicrotask` is about to run. @returns false if it must not, since one follows another without end */
  microtask(): boolean {
    const isOne = ++this.#microtasks <= this.#jobsPerMoment;
    if (!isOne) {
      this.#events.follow("microtasks");
    }
    return isOne;
  }

  /** Begins to run jobs, behind the microtasks of the code that calls this. */
  start(): void {
    void idle.then(this.#afterJob);
  }

  /** From now on runs what is ready at this moment, in the ordinary order, and time stands still. */
  finish(): void {
    this.#isFinishing = true;
    this.#chooser = undefined;
  }

  /**
   * The program has failed: from now on runs immediates alone. A library may have set one for what it has queued, whoever
   * did that, and if it never came, everybody who uses the library later on, in another run, would wait for ever.
   */
  windUp(): void {
    this.finish();
    this.#settlers = new Row();
    this.#ready.windUp();
  }

  /** From now on runs no job. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Something has been heard from the real world: looks again on the next lap. */
  wake(): void {
    if (this.#rest !== undefined) {
      endRest(this.#rest);
      this.#rest = undefined;
      this.#lap();
    }
  }

  readonly #step = (): void => {
    this.#rest = undefined;
    this.isListening = false;
    if (this.pendingTicks > 0 || this.ticksRan) {
      this.ticksRan = false;
      this.#events.stirred();
      void idle.then(this.#afterJob);
      return;
    }
    this.#runWhole();
    while (!this.#isStopped) {
      if (this.#needsLap()) {
        return;
      }
      const job = this.#ready.next(this.#chooser);
      if (job !== undefined) {
        if (this.#run(job)) {
          continue;
        }
        return;
      }
      if (!this.#isFinishing && this.#events.waitsForIo()) {
        this.#lookAgain();
        return;
      }
      if (this.#settlers.size > 0) {
        const settler = this.#settlers.takeAt(0);
        this.#running.who = settler.who;
        if (this.#run(settler)) {
          continue;
        }
        return;
      }
      if (this.#isFinishing) {
        this.#events.finished();
      } else if (this.#isDone) {
        this.#events.stuck();
      } else if (this.timers.nextDeadline > this.#maxElapsed) {
        this.#events.outOfTime();
      } else if (
        (this.#running.firings < this.manyFirings ||
          !this.#events.onlyRepeats()) &&
        (this.#running.rests < this.manyRests || !this.#events.onlySleeps())
      ) {
        this.#advance();
      }
    }
  };

  /** Whether Node would end a process now. */
  get #isDone(): boolean {
    const { keepNothingAlive, areLater } = this.timers;
    return keepNothingAlive && !(areLater && this.#events.isKeptAlive);
  }

  /** Node polls between two laps of immediates. @returns true if it is to do so now */
  #needsLap(): boolean {
    if (this.#hasLapped || !this.#ready.beginsLap) {
      return false;
    }
    this.#laps++;
    if (this.#takesTime && this.#laps % LAPS_IN_A_MS === 0) {
      this.#passTime(1);
    }
    if (this.#events.sharesLaps) {
      this.isListening = true;
      this.#lapBetween();
    }
    return this.#events.sharesLaps;
  }

  /** Whether laps of immediates take time by now: something is to come of it, and main has not ended. */
  get #takesTime(): boolean {
    return (
      this.#laps > MANY_LAPS &&
      !this.#isFinishing &&
      (this.timers.areLater || this.#isRead || this.#running.clockRounds > 0)
    );
  }

  /** To the next deadline at most. The jobs count as those of one moment all the same, or else immediates without end would be no livelock. */
  #passTime(ms: number): void {
    this.timers.pass(ms);
    this.hasPassed = true;
    this.#running.clockRounds = 0;
    this.#events.advanced(true);
    if (this.now > this.#maxElapsed) {
      this.#events.outOfTime();
    }
  }

  /** Calls back on a real lap of the event loop. */
  lap(callback: () => void): void {
    this.isLapping = true;
    this.callbacks++;
    this.askedLaps++;
    lap(callback);
    this.isLapping = false;
  }

  /** Node polls before the first immediate, wherever in a lap of the real loop the run has begun: one that polled then does so anew. */
  #lapBetween(): void {
    const { realLaps } = this.#events;
    if (this.#isWhole) {
      this.#lap();
    } else {
      this.#isWhole = true;
      this.#hasLapped = true;
      this.lap(() =>
        this.#events.realLaps > realLaps ? this.#step() : this.#lap(),
      );
    }
  }

  #lap(): void {
    this.#hasLapped = true;
    this.lap(this.#step);
  }

  /** Runs a job, if one is left to run, what it brings about in ticks and microtasks, and raises the rejections that nobody handled. */
  #runWhole(job?: Turn): void {
    let hasThrown = true;
    try {
      if (job !== undefined) {
        this.#call(job);
      }
      this.#events.betweenJobs();
      hasThrown = false;
    } finally {
      if (hasThrown) {
        this.lap(this.#step); // a tick of Node's own threw, and this call ends with it
      }
    }
    if (this.ticksRan) {
      this.ticksRan = false;
      this.#events.stirred();
    }
  }

  #lookAgain(): void {
    this.isListening = true;
    this.#endClockReads();
    const isAsked = this.#isRead && ++this.#clockLooks > this.#manyClockLooks;
    const ms = this.#events.msReallyPassed(isAsked);
    if (ms > 0) {
      this.#passTime(ms);
    }
    this.#isRead = false;
    this.#ticks = 0;
    this.#microtasks = 0;
    this.#running.resumptions = 0;
    if (this.#events.isReal) {
      this.#ready.wakeIdle();
    }
    if (this.#events.canRest) {
      this.isLapping = true;
      this.#rest = rest(this.#step, 1);
      this.isLapping = false;
    } else {
      this.#lap();
    }
  }

  /** @returns true if what the job has brought about is done, and the next one can follow at once */
  #run(job: Turn): boolean {
    this.#endClockReads();
    if (!this.#isOne(job) || this.#waitsByClock(job)) {
      return false;
    }
    this.ticksRan = false;
    this.#ticks = 0;
    this.#microtasks = 0;
    this.#running.resumptions = 0;
    this.#running.job++;
    this.#running.restedSince = "job" in job ? (job.job as number) : 0;
    this.#hasLapped = false;
    if (!this.#events.runsTicks) {
      void idle.then(this.#afterJob);
      this.#call(job);
      return false;
    }
    this.#runWhole(job);
    const owesLap = this.#owesLap();
    if (owesLap) {
      this.isListening = true;
      this.#lap();
    }
    return !owesLap;
  }

  #owesLap(): boolean {
    // Stryker disable next-line UpdateOperator: every 256th is every 256th, also when counting down
    return ++this.#jobs % LAP_EVERY === 0;
  }

  #call(job: Turn): void {
    this.#last = job;
    job.run();
    this.#goOn(false);
  }

  /** Where something has thrown and the program has heard of that, Node calls the next job of the kind before other ticks and microtasks. */
  #goOn(isInTick: boolean): void {
    while (this.#hasThrown && !this.#isStopped) {
      this.#hasThrown = false;
      const next = this.#last && this.#ready.nextBehind(this.#last, isInTick);
      if (next !== undefined && this.#isOne(next)) {
        next.run();
      }
    }
  }

  /** @returns false if more jobs than allowed run at this moment */
  #isOne(job: Turn): boolean {
    const kind = this.#ready.kindOf(job);
    const isOne = kind === LINE || this.#count(kind);
    if (!isOne) {
      this.#events.spinning(this.#ready.nameOf(job), this.hasPassed);
    }
    return isOne;
  }

  /** @returns false if it is one more of its kind than may run at this moment */
  #count(kind: string): boolean {
    if (kind !== this.#kind) {
      if (this.#jobsOfKind > 0) {
        const others = (this.#jobsAtThisMoment ??= new Map<string, number>());
        others.set(this.#kind, this.#jobsOfKind);
      }
      this.#jobsOfKind = this.#jobsAtThisMoment?.get(kind) ?? 0;
      this.#kind = kind;
    }
    return ++this.#jobsOfKind <= this.#jobsPerMoment;
  }

  #endClockReads(): void {
    this.#isRead ||= this.#clockReads > 0;
    if (this.#clockReads > MOST_CLOCK_READS) {
      this.#events.hasReadClocks();
    }
    this.#clockReads = 0;
  }

  /** A loop that waits for time by giving up its turn reads the clocks in round after round; very many tasks that read once do so in one. */
  #waitsByClock(job: Turn): boolean {
    if (--this.#jobsOfRound >= 0) {
      return false;
    }
    const running = this.#running;
    this.#jobsOfRound = this.#ready.size;
    running.clockRounds = this.#isRead ? running.clockRounds + 1 : 0;
    this.#isRead = false;
    const waits = running.clockRounds > MOST_CLOCK_ROUNDS;
    if (waits) {
      this.#events.waitsByClock(this.#ready.nameOf(job), MOST_CLOCK_ROUNDS);
    }
    return waits;
  }

  /** Called among the job's microtasks, so that the next step comes behind the last of them. */
  readonly #afterJob = (): void => {
    if (this.#owesLap()) {
      this.#lap();
    } else {
      this.callbacks++;
      nextTick(this.#step);
    }
  };

  /** Goes to the next deadline. */
  #advance(): void {
    this.timers.advance(this.#ready.areIdle);
    this.#moved();
    if (!this.#ready.wakeIdle()) {
      this.timers.wake();
    }
  }

  #moved(): void {
    this.#laps = 0;
    this.#clockLooks = 0;
    this.hasPassed = false;
    this.#jobsAtThisMoment = undefined;
    this.#jobsOfKind = 0;
    this.#running.clockRounds = 0;
    this.#events.advanced(false);
  }
}
