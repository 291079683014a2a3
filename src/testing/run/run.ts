import { safely } from "../../core/checks.ts";
import { NativePromise } from "../../core/native-promise.ts";
import { nextTick } from "../../core/platform.ts";
import { Resource } from "../node/contexts.ts";
import type { Leeway } from "../loop/leeway.ts";
import { RunningCode } from "../loop/running-code.ts";
import { shownJob, type Chooser, type JobName } from "../loop/schedule.ts";
import { idle, VirtualLoop, type LoopEvents } from "../loop/virtual-loop.ts";
import type { BusyMoment } from "../node/busy-moment.ts";
import type { PrintedLine, Recorder } from "../node/console.ts";
import type { IoInFlight } from "../node/io-in-flight.ts";
import { hookPromises } from "../node/promise-hooks.ts";
import { realLaps } from "../node/real-laps.ts";
import {
  at,
  TraceBudget,
  type Place,
  type Trace,
} from "../node/source-places.ts";
import { stamps } from "../node/stamps.ts";
import { terminate } from "../node/terminate.ts";
import { runTicks, type UncaughtErrors } from "../node/uncaught.ts";
import type { Beginning } from "../node/virtual-globals.ts";
import {
  deadlockOf,
  abandonedOf,
  endlessOf,
  whoWaits,
  timeLimitOf,
  type Standstill,
} from "../watch/deadlock.ts";
import {
  LivelockError,
  rememberTranscript,
  withEssence,
  type GivenUpError,
} from "../watch/errors.ts";
import { ClockReaders } from "../watch/clock-readers.ts";
import { GeneratorLog } from "../watch/generator-log.ts";
import { leakErrorOf, leftBehind, type Leak } from "../watch/leaks.ts";
import { ProgramObserver } from "../watch/observer.ts";
import { OnlySleeps } from "../watch/only-sleeps.ts";
import { PromiseLog } from "../watch/promise-log.ts";
import { Repetition } from "../watch/repetition.ts";
import { Spinning, type SpinningEvents } from "../watch/spinning.ts";
import { Timeline, type TimelineEvent } from "../watch/timeline.ts";
import { isStuck, whoWaitsNow } from "../watch/who-waits.ts";

const nothing = (): void => {};

/** So many times, for each job that may run at a moment, code may go on behind promises in one job. */
const RESUMPTIONS = 2;
/** So many more places are taken down of a run that seems to go on for ever. */
const MORE_TRACES = 1_000;

/** Real I/O may cost so many calls of stat at a moment for each job that may run at it: they take longer. */
const EFFORT = 0.15;
/** So many may be those of a test runner. */
const LITTLE_EFFORT = 2_500;
/** Of so many sleeps, such a call has the cost. */
const SLEEPS_IN_EFFORT = 8;
/** A moment with real I/O tells so many times as much of what goes on and on, */
const LOOKS_AT_EFFORT = 10;
/** and one at which patience was lost once more. */
const LOOKS_AT_PATIENCE = 100;

/** So many times more time goes on until it is certain that only sleeps do. */
const LOOKS = 10_000;

/** Rejections that nobody handles are raised on a lap of the real event loop, and so each moment must have one. */
const NEEDS_LAPS = runTicks === undefined;

/** How to run. */
export interface RunSettings extends Beginning {
  readonly jobsPerMoment: number;
  /** The last virtual millisecond. */
  readonly maxElapsed: number;
  /** Whether a run that leaves something behind has failed. */
  readonly leaks: "list" | "fail";
  /** How many source places to take down for diagnoses; with 0, neither promises nor generators are watched. */
  readonly traces: number;
  /** Whether to take them down for sleeps and turns, too. */
  readonly takesAllPlaces?: boolean;
  /** A number allows so many events. */
  readonly timeline?: boolean | number | undefined;
  /** Real milliseconds of silence from the outside world before time goes on; without it, the run looks at no real I/O. */
  readonly patience?: number | undefined;
  /** What may change places, where that is told. */
  readonly leeway?: Leeway | undefined;
}

/** What is known of a run once it has ended. */
export interface RunRecord<T> {
  readonly ending: Ending<T>;
  readonly lines: readonly PrintedLine[];
  readonly output: string;
  readonly elapsed: number;
  readonly leaks: readonly Leak[];
  readonly timeline: readonly TimelineEvent[];
  readonly places: readonly (readonly Place[])[];
}

/** What is known by async contexts. */
export interface Contexts {
  /** Whether it is code of the program that runs now. */
  isOfProgram(this: void): boolean;
  /** Called before code is cut off in the middle of a promise's job: lets go of them. */
  letGo(this: void): void;
}

/** What main returned, or what ended it. */
export type Ending<T> = { readonly result: T } | { readonly error: unknown };

/** Whether the program has spun. */
export function isLivelock(ending: Ending<unknown>): boolean {
  return (
    "error" in ending &&
    safely(() => ending.error instanceof LivelockError, false)
  );
}

function whatPassed(hasPassed: boolean): string {
  return hasPassed ? "no time passed but what they took" : "time did not pass";
}

/** One program on its way from start to end. */
export class Run<T> implements LoopEvents, SpinningEvents {
  readonly loop: VirtualLoop;
  /** Where nobody looks at the run: the errors of a job that is run so have the kit's frames in their stacks. */
  readonly runsTicks: boolean;
  /** Whether it failed while its code had not run to an end. */
  isCutShort = false;
  isOver = false;
  readonly #settings: RunSettings;
  readonly #io: IoInFlight;
  readonly #recorder: Recorder;
  readonly #uncaught: UncaughtErrors;
  readonly #running = new RunningCode();
  readonly #places: TraceBudget;
  readonly #timeline: Timeline | undefined;
  readonly #observer: ProgramObserver;
  readonly #promiseLog: PromiseLog | undefined;
  readonly #generatorLog: GeneratorLog | undefined;
  #repetition: Repetition | undefined;
  #onlySleeps: OnlySleeps | undefined;
  #clockReaders: ClockReaders | undefined;
  #ending: Ending<T> | undefined;
  #elapsed = 0;
  #isBetweenJobs = false;
  /** The rejections of this moment may still have to be raised. */
  #owesLap = NEEDS_LAPS;
  #paysLap = false;
  #over!: () => void;
  readonly #contexts: Contexts;
  #letGoOfIo: (atOnce?: boolean) => void = nothing;

  constructor(
    settings: RunSettings,
    chooser: Chooser | undefined,
    io: IoInFlight,
    recorder: Recorder,
    uncaught: UncaughtErrors,
    contexts: Contexts,
  ) {
    this.#contexts = contexts;
    const now = (): number => this.loop.now;
    const running = this.#running;
    const { traces, takesAllPlaces = false } = settings;
    const places = new TraceBudget(traces, takesAllPlaces);
    const { jobsPerMoment, maxElapsed, leeway, patience } = settings;
    this.runsTicks = patience === undefined && !NEEDS_LAPS;
    this.#settings = settings;
    this.#io = io;
    this.#recorder = recorder;
    this.#uncaught = uncaught;
    const events = settings.timeline === true ? Infinity : settings.timeline;
    const timeline = events ? new Timeline(now, events) : undefined;
    const touches = chooser?.touches;
    const observer = new ProgramObserver(
      running,
      now,
      places,
      timeline,
      touches,
    );
    if (settings.traces > 0) {
      const { isOfProgram } = contexts;
      const ears = { goesOn: this.#noteSpinning(), isOfProgram };
      this.#promiseLog = new PromiseLog(running, now, places, ears);
    }
    if (settings.traces > 0 || settings.leaks === "fail") {
      this.#generatorLog = new GeneratorLog(running, now, places);
    }
    this.#timeline = timeline;
    this.#observer = observer;
    this.loop = new VirtualLoop(this, {
      jobsPerMoment,
      maxElapsed,
      running,
      observer,
      places,
      chooser,
      leeway,
    });
    this.#places = places;
  }

  waitsForIo(): boolean {
    const { jobsPerMoment } = this.#settings;
    const { effort, isLong } = this.#io.moment;
    const most = Math.max(
      Math.min(jobsPerMoment, LITTLE_EFFORT),
      Math.ceil(jobsPerMoment * EFFORT),
    );
    if (effort > most) {
      const passed = whatPassed(this.loop.hasPassed || isLong);
      this.fail(
        withEssence(
          this.#livelock(
            `real I/O has cost more than ${most} calls of stat do and ${passed}, the last to go on was ${this.#running.who}; jobsPerMoment allows more`,
          ),
          "real I/O",
        ),
      );
      return true;
    }
    this.#paysLap = this.#owesLap;
    this.#owesLap = false;
    return this.#paysLap || this.#io.isDue(this.loop);
  }

  get isReal(): boolean {
    return this.#io.hasTakenPart;
  }

  get sharesLaps(): boolean {
    return this.#io.sharesLaps;
  }

  get realLaps(): number {
    return realLaps();
  }

  get isKeptAlive(): boolean {
    return this.#io.keepsAlive;
  }

  get canRest(): boolean {
    return !this.#paysLap && this.#io.canRest;
  }

  stirred(): void {
    this.#io.stir();
  }

  advanced(isSameMoment: boolean): void {
    stamps.moved(this.loop.now);
    if (isSameMoment) {
      this.#io.stir();
    } else {
      this.#io.moved();
      this.#countEffort(this.#io.moment);
    }
    this.#owesLap = NEEDS_LAPS;
  }

  /**
   * What goes on and on beside real I/O takes far longer than timers alone, and is found as soon; but where main itself goes on,
   * it may well work on very many files.
   */
  #countEffort(moment: BusyMoment): void {
    const running = this.#running;
    const isWork = running.restsOfMain > 1 && moment.lostPatience === 0;
    const effort = moment.end();
    running.firings += effort;
    running.rests += isWork ? effort : effort * SLEEPS_IN_EFFORT;
  }

  msReallyPassed(areAsked: boolean): number {
    return this.#io.moment.msPassed(areAsked);
  }

  stuck(): void {
    this.fail(deadlockOf(this.#standstill));
  }

  outOfTime(): void {
    this.fail(timeLimitOf(this.#standstill, this.#settings.maxElapsed));
  }

  onlyRepeats(): boolean {
    this.#repetition ??= new Repetition(
      this.loop.timers,
      this.#running,
      () => this.#noteMore(),
      this.#contexts.isOfProgram,
    );
    const isCertain = this.#repetition.isCertain();
    if (isCertain) {
      this.fail(this.#endlessOf(this.loop.manyFirings, "nobody who waits"));
    }
    return isCertain;
  }

  onlySleeps(): boolean {
    const { manyRests, timers } = this.loop;
    this.#onlySleeps ??= new OnlySleeps(timers, this.#running, {
      most: Math.min(LOOKS, manyRests / 10),
      countOf: () => this.#looksAt(this.#io.moment),
      isStuck: (since) =>
        isStuck(
          whoWaitsNow(this.#observer, this.#promiseLog),
          this.#observer,
          since,
        ),
      noteMore: () => this.#noteMore(),
      isOfProgram: this.#contexts.isOfProgram,
    });
    const isCertain = this.#onlySleeps.isCertain();
    if (isCertain) {
      const rests = manyRests * this.#running.restsOfMain;
      this.fail(this.#endlessOf(rests, "only sleeps"));
    }
    return isCertain;
  }

  #looksAt({ effort, lostPatience }: BusyMoment): number {
    const many = lostPatience > 0 ? LOOKS_AT_PATIENCE : LOOKS_AT_EFFORT;
    return effort > 0 ? many : 1;
  }

  #endlessOf(firings: number, wentOn: Parameters<typeof endlessOf>[2]): Error {
    const what = this.#io.hasTakenPart
      ? `timers and real I/O have cost as much as ${firings} timers do`
      : `${firings} timers have fired in a row`;
    return endlessOf(this.#standstill, what, wentOn);
  }

  #noteMore(): void {
    this.#places.add(MORE_TRACES);
    this.#promiseLog?.grow();
  }

  readsClocks(times: number): LivelockError | undefined {
    this.#clockReaders ??= new ClockReaders();
    return this.#clockReaders.note()
      ? this.#livelock(
          `${this.#running.who} has read the clocks more than ${times} times in a row, and time passes only while code awaits`,
        )
      : undefined;
  }

  hasReadClocks(): void {
    this.#clockReaders?.end();
  }

  waitsByClock({ who }: JobName, rounds: number): void {
    this.fail(
      this.#livelock(
        `${who} has read the clocks in more than ${rounds} jobs in a row, and time passes only once nothing is ready`,
      ),
    );
  }

  spinning(job: JobName | undefined, hasPassed: boolean): void {
    const { jobsPerMoment } = this.#settings;
    const next = job === undefined ? this.#running.who : shownJob(job);
    this.fail(
      this.#livelock(
        `more than ${jobsPerMoment} jobs ran and ${whatPassed(hasPassed)}, the next is ${next}; jobsPerMoment allows more`,
      ),
    );
  }

  follow(what: "ticks" | "microtasks"): void {
    const { jobsPerMoment } = this.#settings;
    this.fail(
      this.#livelock(
        `more than ${jobsPerMoment} ${what} of ${this.#running.who} ran in a row; jobsPerMoment allows more`,
      ),
    );
  }

  /** Node takes it for a fault of its own if code ends that hangs on a promise while somebody is to be told of its end. */
  maySpin(): void {
    this.#letGoOfIo(true);
    this.#contexts.letGo();
  }

  spins(trace: Trace): void {
    const most = this.#settings.jobsPerMoment * RESUMPTIONS;
    const error = this.#livelock(
      `${this.#running.who} went on more than ${most} times behind one promise after another${at(trace)}, and nothing else ran; jobsPerMoment allows more`,
    );
    this.loop.stop();
    this.loop.lap(() => {
      this.#isBetweenJobs = false; // it may have been cut off there
      this.fail(error);
    });
    terminate(error);
  }

  /** What waits for the run goes on behind it, lest one run after another begin inside of it. */
  betweenJobs(): void {
    this.#isBetweenJobs = true;
    try {
      runTicks?.();
    } finally {
      this.#isBetweenJobs = false;
    }
    if (this.isOver) {
      this.#over();
    }
  }

  threw(error: unknown): void {
    this.#uncaught.raise(error);
  }

  /** The run cannot go on. One that is over stays as it is. */
  fail(error: unknown): void {
    if (!this.isOver) {
      this.#cutShort(error);
      this.finished();
    }
  }

  /** Nobody has handled this error of the program's. */
  crash(error: unknown): void {
    if (!this.isOver) {
      this.#cutShort(error);
      this.loop.windUp();
    }
  }

  #cutShort(error: unknown): void {
    this.isCutShort = true;
    this.#recorder.end();
    this.#end({ error });
  }

  /** Who waits for what, a line each. */
  get whoWaits(): readonly string[] {
    return whoWaits(this.#standstill);
  }

  /** What was printed so far. */
  get lines(): readonly PrintedLine[] {
    return this.#recorder.lines;
  }

  /** The error with which it is given up when the test has ended. */
  givenUp(): GivenUpError {
    const error = abandonedOf(this.#standstill);
    rememberTranscript(error, error.lines);
    return error;
  }

  finished(): void {
    this.isOver = true;
    this.loop.stop();
    if (!this.#isBetweenJobs) {
      this.#over();
    }
  }

  /** Begins to see more of the program than the library tells. @returns functions that end it */
  watch(): (() => void)[] {
    const { patience } = this.#settings;
    const ends: (() => void)[] = [];
    for (const log of [this.#promiseLog, this.#generatorLog]) {
      if (log !== undefined) {
        ends.push(log.install());
      }
    }
    ends.push(() => {
      this.#repetition?.end();
      this.#onlySleeps?.end();
      this.#clockReaders?.end();
    });
    if (patience !== undefined) {
      if (this.#promiseLog === undefined) {
        ends.push(hookPromises({ before: this.#noteSpinning() }));
      }
      // The last, so that it ends first: Node takes longer the other way round.
      ends.push(this.#watchIo(patience));
    }
    return ends;
  }

  /** @returns what is to be called each time code goes on behind a promise */
  #noteSpinning(): () => void {
    const most = this.#settings.jobsPerMoment * RESUMPTIONS;
    return new Spinning(most, this.#running, this).note;
  }

  #watchIo(patience: number): () => void {
    const scope = new Resource("VIRTUALRUN"); // what is heard has a context of its own, which is not the loop's
    const wake = (): void => this.loop.wake();
    const end = this.#io.watch(patience, () => scope.runInAsyncScope(wake));
    this.#letGoOfIo = (atOnce) => {
      end(atOnce);
      this.#letGoOfIo = nothing;
    };
    return () => this.#letGoOfIo();
  }

  /**
   * Starts main.
   *
   * What runs between main's first part and the first microtask, or tick, is the code of those who wait for this run.
   * @returns what resolves when the run is over
   */
  start(main: () => Promise<T> | T): Promise<void> {
    const over = new NativePromise<void>((resolve) => (this.#over = resolve));
    stamps.begin();
    this.#recorder.begin(() => this.loop.now, this.#notePrinted());
    const isAwaitedOutside = !this.runsTicks; // else by a search alone, in whose later runs nobody looks
    if (isAwaitedOutside) {
      const goIn = (): void => this.#isOutside(false);
      void idle.then(goIn);
      nextTick(goIn); // ticks come first where no promise has called
    }
    void this.#runMain(main);
    this.loop.start();
    this.#isOutside(isAwaitedOutside);
    return over;
  }

  /** Whether more is seen of the program than the library tells: then its context is known, too. */
  get isWatched(): boolean {
    const { traces, patience } = this.#settings;
    return traces > 0 || patience !== undefined;
  }

  /** Whether its end is more than a record: something has to be waited for. */
  get endsLater(): boolean {
    return this.isCutShort || this.#generatorLog !== undefined;
  }

  /** What it leaves behind, where somebody looks for that. */
  get leaks(): Promise<readonly Leak[]> | undefined {
    const generators = this.#generatorLog;
    return generators && this.#leaks(generators);
  }

  record(leaks: readonly Leak[] = []): RunRecord<T> {
    const { lines, output } = this.#recorder;
    if (leaks.length > 0 && this.#settings.leaks === "fail") {
      this.#end({ error: leakErrorOf(leaks, lines) });
    }
    return {
      ending: this.#ending as Ending<T>,
      lines,
      output,
      elapsed: this.#elapsed,
      leaks,
      timeline: this.#timeline?.events ?? [],
      places: this.#timeline?.places ?? [],
    };
  }

  get #standstill(): Standstill {
    return {
      observer: this.#observer,
      promiseLog: this.#promiseLog,
      lines: this.#recorder.lines,
      timers: this.loop.timers.pending.filter(
        ({ handle }) => handle?.isOlder !== true,
      ),
      overtaken: this.#io.overtaken,
    };
  }

  /** Code runs, or no more, that is not the program's: a test runner that now sets the time limit, say. */
  #isOutside(isOutside: boolean): void {
    this.#pausePromiseLog(isOutside);
    this.loop.isLapping = isOutside;
  }

  #pausePromiseLog(isPaused: boolean): void {
    if (this.#promiseLog !== undefined) {
      this.#promiseLog.isPaused = isPaused;
    }
  }

  async #runMain(main: () => Promise<T> | T): Promise<void> {
    let ending: Ending<T>;
    try {
      const returned = main();
      this.#pausePromiseLog(true); // awaiting main is not main's own wait
      ending = { result: await returned };
    } catch (error) {
      ending = { error };
    }
    this.#end(ending);
    this.loop.finish();
  }

  /** The first error counts, also one that comes when main has returned; time stands still by then. */
  #end(ending: Ending<T>): void {
    this.#elapsed = this.loop.now;
    this.loop.touches?.everything();
    if (this.#ending === undefined || "result" in this.#ending) {
      this.#ending = ending;
    }
  }

  #notePrinted(): ((line: number, isNew: boolean) => void) | undefined {
    const timeline = this.#timeline;
    const { touches } = this.loop;
    return timeline === undefined && touches === undefined
      ? undefined
      : (line, isNew) => {
          touches?.console();
          if (isNew) {
            timeline?.note(this.#running.who, { kind: "printed", line });
          }
        };
  }

  async #leaks(generators: GeneratorLog): Promise<readonly Leak[]> {
    return [
      ...leftBehind(this.#observer, this.loop.timers.pending),
      ...(await generators.left()),
    ];
  }

  #livelock(what: string): LivelockError {
    return new LivelockError(
      `Cannot go on: at ${this.loop.now} ms ${what}`,
      this.#recorder.lines,
    );
  }
}
