import { shown } from "../core/checks.ts";
import { Replay, type Schedule } from "./loop/schedule.ts";
import type { PrintedLine } from "./node/console.ts";
import { kitEndsHere } from "./node/source-places.ts";
import { signalOfTest } from "./node/vitest.ts";
import type { RunRecord } from "./run.ts";
import { rememberTranscript } from "./watch/errors.ts";
import { leakErrorOf, type Leak } from "./watch/leaks.ts";
import type { TimelineEvent } from "./watch/timeline.ts";
import { VirtualWorld } from "./world.ts";

/** What a run in virtual time gave. */
export interface VirtualRun<T> {
  /** What main returned. */
  readonly result: T;
  /** Each printed line with the virtual millisecond at which it was printed; a call that prints several lines gives several. */
  readonly lines: readonly PrintedLine[];
  /** What a terminal would have shown, each line with its newline. */
  readonly output: string;
  /** Virtual milliseconds from start to end. */
  readonly elapsed: number;
  /** What main left behind: pending timers, tasks that have not ended, contexts not exited, async generators not closed. */
  readonly leaks: readonly Leak[];
  /** What happened, in order, if the option of that name asked for it; else nothing. */
  readonly timeline: readonly TimelineEvent[];
}

/** When a run starts unless it is told: long after 1970, since programs keep a 0 for "never yet". */
export const START = Date.UTC(2000, 0, 1);
/** https://tc39.es/ecma262/#sec-time-values-and-time-range */
const LAST_DATE = 8.64e15;

/** How to run. */
export interface VirtualOptions {
  /** `"fail"` makes a run that leaves something behind reject with a LeakError; default `"list"`. */
  leaks?: "list" | "fail" | undefined;
  /** Records what happens, event by event; default false. */
  timeline?: boolean | undefined;
  /** How many jobs (turns, timers, immediates) may run at one virtual moment; default 1,000,000. */
  jobsPerMoment?: number | undefined;
  /** How many source places the run may take down for its diagnoses, at a few microseconds each; default 1,000. */
  traces?: number | undefined;
  /** The date at which the run starts; default 2000-01-01T00:00:00Z. */
  now?: Date | number | undefined;
  /** What Math.random draws from, a whole number from 0 on, so that each run is the same; default 0. */
  seed?: number | undefined;
  /** Real milliseconds of silence from the outside world before time goes on although something outside is still open; default 200. */
  patience?: number | undefined;
  /** Replays a schedule that `explore` has found. */
  schedule?: Schedule | undefined;
  /** Gives the run up when it aborts, with its reason. A vitest test's own signal, which aborts at its time limit, does so anyway. */
  signal?: AbortSignal | undefined;
}

/**
 * Runs a program in virtual time.
 *
 * - Time advances only when nothing else can run, straight to the next deadline: waiting costs no real time.
 * - One timer at a time: equal deadlines fire in the order they were set, all promise work of one before the next.
 * - Everything that tells time or waits inside is virtual: setTimeout, setInterval, setImmediate, AbortSignal.timeout,
 *   node:timers and node:timers/promises, Date (which starts at `now`), performance.now, and this library's turns.
 * - What is printed through `console` is recorded, and not shown.
 * - Real I/O is waited for, and takes no virtual time; another process or thread, until it has been silent for `patience`.
 * - Without Node, as in a browser, plain promises and real I/O are not seen; all else is the same.
 * - When main has ended, what is ready at that moment still runs; then every global is as it was before.
 * - One run at a time: where another one is under way in this thread, this one waits for it to end.
 * - An error that nobody handles fails the run, at the moment at which Node would raise it: one that a timer, a tick or a
 *   microtask throws, or a rejection. Listeners for it that the program adds are asked first; those that were there before
 *   are set aside. What real I/O rejects when the run is over is the process's.
 * - What had been printed before a run failed is known for its error: see `transcriptOf`.
 *
 * @param main the program
 * @throws what main throws, or a timer's callback
 * @throws DeadlockError at once, if main can never finish
 * @throws LivelockError if something spins without letting time pass
 * @throws LeakError if something is left behind, where `leaks` is `"fail"`
 * @throws ScheduleError if the schedule does not fit the program
 * @throws Error if it is started by the code of a run
 */
export async function runVirtual<T>(
  main: () => Promise<T> | T,
  options: VirtualOptions = {},
): Promise<VirtualRun<T>> {
  const act = "start a virtual run";
  checkMain(act, main);
  const { jobsPerMoment = 1_000_000, traces = 1_000, patience = 200 } = options;
  checkCount(act, "jobsPerMoment", jobsPerMoment, 1);
  checkCount(act, "traces", traces, 0);
  const { now = START, seed = 0 } = options;
  const startsAt = checkDate(act, now);
  checkCount(act, "seed", seed, 0, Number.MAX_SAFE_INTEGER);
  checkCount(act, "patience", patience, 0);
  const signal = anyOf(platformSignal(options.signal), signalOfTest());
  const replay =
    options.schedule === undefined ? undefined : new Replay(options.schedule);
  const opened = VirtualWorld.open();
  const world = opened instanceof VirtualWorld ? opened : await opened;
  try {
    signal?.throwIfAborted();
    const { ending, ...record } = await world.run(main, {
      now: startsAt,
      seed,
      jobsPerMoment,
      traces,
      patience,
      timeline: options.timeline,
      chooser: replay,
      signal,
    });
    const failure = failureOf({ ending, ...record }, options, replay);
    if (failure !== undefined) {
      rememberTranscript(failure.error, record.lines);
      throw failure.error;
    }
    return { ...(ending as { result: T }), ...record };
  } finally {
    world.close();
  }
}

/** A library's own kind of signal is followed by one of the platform's. */
function platformSignal(
  signal: AbortSignal | undefined,
): AbortSignal | undefined {
  if (signal === undefined || signal instanceof AbortSignal) {
    return signal;
  }
  const { aborted, reason } = signal as AbortSignal;
  if (aborted) {
    return AbortSignal.abort(reason);
  }
  const controller = new AbortController();
  const abort = (): void => controller.abort((signal as AbortSignal).reason);
  (signal as AbortSignal).addEventListener("abort", abort, { once: true });
  return controller.signal;
}

function anyOf(
  ...signals: (AbortSignal | undefined)[]
): AbortSignal | undefined {
  const given = signals.filter((signal) => signal !== undefined);
  return given.length < 2 ? given[0] : AbortSignal.any(given);
}

/** Why the run counts as failed, if it does. */
function failureOf(
  { ending, leaks, lines }: RunRecord<unknown>,
  options: VirtualOptions,
  replay: Replay | undefined,
): { readonly error: unknown } | undefined {
  if (replay?.mismatch !== undefined) {
    return { error: replay.mismatch };
  }
  if ("error" in ending) {
    return ending;
  }
  const isLeaking = options.leaks === "fail" && leaks.length > 0;
  return isLeaking ? { error: leakErrorOf(leaks, lines) } : undefined;
}

/** @throws TypeError if a count is not a number, RangeError if it is not a whole number in its bounds; Infinity may be one */
export function checkCount(
  act: string,
  name: string,
  value: number,
  least: number,
  most = Infinity,
): void {
  if (typeof value !== "number") {
    throw new TypeError(
      `Cannot ${act}: ${name} must be a number, received ${shown(value)}`,
    );
  }
  const isWhole = Number.isInteger(value) || value === Infinity;
  if (!isWhole || value < least || value > most) {
    throw new RangeError(
      `Cannot ${act}: ${name} must be a whole number from ${least} on, received ${shown(value)}`,
    );
  }
}

/** @throws TypeError if it is no date, RangeError if it is none that there can be */
export function checkDate(act: string, now: Date | number): number {
  const ms: unknown = now instanceof Date ? now.getTime() : now;
  if (typeof ms !== "number") {
    throw new TypeError(
      `Cannot ${act}: now must be a Date or a number, received ${shown(now)}`,
    );
  }
  if (!(Math.abs(ms) <= LAST_DATE)) {
    throw new RangeError(
      `Cannot ${act}: now must be a valid date, received ${shown(now)}`,
    );
  }
  return ms;
}

/** @throws TypeError if main is not a function */
export function checkMain(act: string, main: unknown): void {
  if (typeof main !== "function") {
    throw new TypeError(
      `Cannot ${act}: main must be a function, received ${shown(main)}`,
    );
  }
}

kitEndsHere();
