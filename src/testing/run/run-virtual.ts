import { isKept, Path, readFailure, type KeptFailure } from "./kept-failure.ts";
import { isSchedule, Replay, type Schedule } from "../loop/schedule.ts";
import type { PrintedLine } from "../node/console.ts";
import { kitEndsHere, type Place } from "../node/source-places.ts";
import {
  checkMain,
  checkOptions,
  count,
  kind,
  type RunOptions,
} from "./options.ts";
import type { Ending } from "./run.ts";
import { rememberTranscript } from "../watch/errors.ts";
import type { Leak } from "../watch/leaks.ts";
import type { TimelineEvent } from "../watch/timeline.ts";
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
  /** Where in the program each event of the timeline happened: the calls under way, innermost first. */
  readonly places: readonly (readonly Place[])[];
}

const ACT = "start a virtual run";

/** How to run. */
export interface VirtualOptions extends RunOptions {
  /** Records what happens, event by event; default false. */
  timeline?: boolean | undefined;
  /** How many source places the run may take down for its diagnoses, at a few microseconds each; default 1,000. */
  traces?: number | undefined;
  /** Replays a schedule that a search has found, also from its text. */
  schedule?: Schedule | string | undefined;
  /** Replays a failure that a search has kept, as it was run: the name of its file, or what stands in it. Other options go before. */
  kept?: string | KeptFailure | undefined;
}

/** What a run can be told beyond what a search can be told as well. */
const OWN_OPTIONS = {
  timeline: kind("a boolean", (it) => typeof it === "boolean"),
  traces: count(0),
  schedule: kind("a schedule", isSchedule),
  kept: kind("the file of a failure, or what stands in it", isKept),
};

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
 * - When main has ended, what is ready at that moment still runs; then every global is as it was before, and real I/O that is
 *   in flight, such as work on files, comes to its end before the next run begins.
 * - Its timers that are still pending end with it, but for those without a ref that are a package's: they wait in real time until
 *   the next run begins, for which a second has passed, and those that repeat or wait longer begin anew in it.
 * - What it leaves open, such as a server, a connection of a pool or a child process, is open for all: what comes of it while
 *   another run is under way is printed there, or fails that, since nobody can tell whether it is an answer to that.
 * - One run at a time: where another one is under way in this thread, this one waits for it to end.
 * - An error that nobody handles fails the run, at the moment at which Node would raise it: one that a timer, a tick or a
 *   microtask throws, or a rejection. Listeners for it that the program adds are asked first; those that were there before
 *   are set aside. What real I/O rejects when the run is over is the process's.
 * - What had been printed before a run failed is known for its error: see `transcriptOf`.
 *
 * @param main the program
 * @throws what main throws, or a timer's callback
 * @throws DeadlockError at once, if main can never finish
 * @throws TimeLimitError if it would take longer than `maxElapsed`
 * @throws LivelockError if something spins without letting time pass
 * @throws LeakError if something is left behind, where `leaks` is `"fail"`
 * @throws ScheduleError if the schedule does not fit the program, or it leaves the path of the failure that was kept
 * @throws TypeError or RangeError if there is no option of a name, or its value is of another kind or out of bounds
 * @throws Error if it is started by the code of a run
 */
export async function runVirtual<T>(
  main: () => Promise<T> | T,
  options: VirtualOptions = {},
): Promise<VirtualRun<T>> {
  checkMain(ACT, main);
  const { settings, replay } = read(options);
  const { traces = 1_000, timeline } = options;
  const opened = VirtualWorld.open(settings.signal);
  const world = opened instanceof VirtualWorld ? opened : await opened;
  try {
    settings.signal?.throwIfAborted();
    world.heed(settings.signal, { whoWaits: [] });
    const leeway = replay?.leeway;
    const run = { ...settings, traces, timeline, leeway };
    const { ending, ...record } = await world.run(main, run, replay);
    const failure = failureOf(ending, replay);
    if (failure !== undefined) {
      rememberTranscript(failure.error, record.lines);
      throw failure.error;
    }
    return { ...(ending as { result: T }), ...record };
  } finally {
    await world.close();
  }
}

/** What a run is told, by its options and by a failure that was kept. */
function read(options: VirtualOptions) {
  const settings = checkOptions(ACT, options, OWN_OPTIONS);
  const { kept, schedule } = options;
  if (kept === undefined) {
    const replay = schedule === undefined ? undefined : new Replay(schedule);
    return { settings, replay };
  }
  const failure = readFailure(ACT, kept);
  const told = Object.entries(options).filter(([, it]) => it !== undefined);
  const all = { ...failure.options, ...Object.fromEntries(told) };
  const replay = new Path(new Replay(failure.schedule), failure.path);
  return { settings: checkOptions(ACT, all, OWN_OPTIONS), replay };
}

/** Why the run counts as failed, if it does. */
function failureOf(
  ending: Ending<unknown>,
  replay: Replay | Path | undefined,
): { readonly error: unknown } | undefined {
  if (replay?.mismatch !== undefined) {
    return { error: replay.mismatch };
  }
  return "error" in ending ? ending : undefined;
}

kitEndsHere();
