import type { Chooser } from "./loop/choice.ts";
import { deadlockOf } from "./watch/deadlock.ts";
import { LivelockError } from "./errors.ts";
import type { JobName } from "./loop/jobs.ts";
import { GeneratorLog, leftBehind, type Leak } from "./watch/leaks.ts";
import { TraceBudget } from "./node/source-places.ts";
import type { LoopEvents } from "./loop/loop-events.ts";
import { PromiseLog } from "./watch/promise-log.ts";
import { Reality } from "./node/io-in-flight.ts";
import type { PrintedLine, Recorder } from "./node/console.ts";
import type { Ending, RunEnd } from "./run-end.ts";
import { shownJob } from "./loop/schedule.ts";
import { Timeline } from "./watch/timeline.ts";
import type { VirtualGlobals } from "./node/virtual-globals.ts";
import { VirtualLoop } from "./loop/virtual-loop.ts";
import { WaitLog } from "./watch/observer.ts";

const microtask = queueMicrotask;

/** How to run. */
export interface RunSettings {
  readonly jobsPerMoment: number;
  /** How many source places to take down for diagnoses; with 0, neither promises nor generators are watched. */
  readonly traces: number;
  readonly timeline?: boolean | undefined;
  readonly chooser?: Chooser | undefined;
  /** Gives the run up when it aborts. */
  readonly signal?: AbortSignal | undefined;
}

/** One program on its way from start to end. */
export class Run<T> implements LoopEvents {
  readonly loop: VirtualLoop;
  readonly #settings: RunSettings;
  readonly #globals: VirtualGlobals;
  readonly #reality: Reality;
  readonly #timeline: Timeline | undefined;
  readonly #waitLog: WaitLog;
  readonly #promiseLog: PromiseLog | undefined;
  readonly #generatorLog: GeneratorLog | undefined;
  #lines!: readonly PrintedLine[];
  #ending: Ending<T> | undefined;
  #elapsed = 0;
  #over!: () => void;

  constructor(
    settings: RunSettings,
    globals: VirtualGlobals,
    reality: Reality,
  ) {
    const now = (): number => this.loop.now;
    const traces = new TraceBudget(settings.traces);
    this.#settings = settings;
    this.#reality = reality;
    this.#timeline = settings.timeline ? new Timeline(now) : undefined;
    this.#waitLog = new WaitLog(now, traces, this.#timeline);
    if (settings.traces > 0) {
      this.#promiseLog = new PromiseLog(this.#waitLog, now, traces);
      this.#generatorLog = new GeneratorLog(this.#waitLog, now, traces);
    }
    this.#globals = globals;
    this.loop = new VirtualLoop(this, {
      jobsPerMoment: settings.jobsPerMoment,
      observer: this.#waitLog,
      chooser: settings.chooser,
      traces,
    });
  }

  waitsForReality(): boolean {
    return this.#reality.isDue(this.loop.timers.areLater);
  }

  get canRest(): boolean {
    return this.#reality.canRest;
  }

  stirred(): void {
    this.#reality.stir();
  }

  advanced(from: number, to: number): void {
    this.#globals.advance(from, to);
    this.#reality.stir();
  }

  stuck(): void {
    this.threw(deadlockOf(this.#waitLog, this.#promiseLog, this.#lines));
  }

  spinning(job: JobName | undefined): void {
    this.threw(this.#livelock(job));
  }

  /** The run cannot go on. */
  threw(error: unknown): void {
    this.#end({ error });
    this.finished();
  }

  finished(): void {
    this.loop.stop();
    this.#over();
  }

  async play(
    main: () => Promise<T> | T,
    recorder: Recorder,
  ): Promise<RunEnd<T>> {
    const over = new Promise<void>((resolve) => (this.#over = resolve));
    const { signal } = this.#settings;
    const giveUp = (): void => this.threw((signal as AbortSignal).reason);
    signal?.addEventListener("abort", giveUp);
    const stopWatching = [
      this.#settings.traces > 0 ? this.#reality.watch() : undefined,
      this.#promiseLog?.install(),
      this.#generatorLog?.install(),
    ];
    this.#lines = recorder.lines;
    recorder.onLine = this.#notePrinted();
    this.#begin(main);
    await over;
    stopWatching.forEach((stop) => stop?.());
    signal?.removeEventListener("abort", giveUp);
    return {
      ending: this.#ending as Ending<T>,
      lines: this.#lines,
      output: recorder.output,
      elapsed: this.#elapsed,
      leaks:
        this.#generatorLog === undefined
          ? []
          : await this.#leaks(this.#generatorLog),
      timeline: this.#timeline?.events ?? [],
    };
  }

  /** What runs between main's first part and the first microtask is the code of those who wait for this run. */
  #begin(main: () => Promise<T> | T): void {
    microtask(() => this.#pausePromiseLog(false));
    void this.#playMain(main);
    this.loop.start();
    this.#pausePromiseLog(true);
  }

  #pausePromiseLog(isPaused: boolean): void {
    if (this.#promiseLog !== undefined) {
      this.#promiseLog.isPaused = isPaused;
    }
  }

  async #playMain(main: () => Promise<T> | T): Promise<void> {
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
    if (this.#ending === undefined || "result" in this.#ending) {
      this.#ending = ending;
    }
  }

  #notePrinted(): ((line: number) => void) | undefined {
    const timeline = this.#timeline;
    return timeline === undefined
      ? undefined
      : (line) => timeline.note(this.#waitLog.name, { kind: "printed", line });
  }

  async #leaks(generators: GeneratorLog): Promise<readonly Leak[]> {
    return [
      ...leftBehind(this.#waitLog, this.loop.timers.pending),
      ...(await generators.left()),
    ];
  }

  #livelock(job: JobName | undefined): LivelockError {
    const { jobsPerMoment } = this.#settings;
    const who = job === undefined ? this.#waitLog.name : shownJob(job);
    return new LivelockError(
      `Cannot go on: at ${this.loop.now} ms more than ${jobsPerMoment} jobs ran and time did not pass, the next is ${who}`,
      this.#lines,
    );
  }
}
