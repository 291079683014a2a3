import {
  checkMain,
  checkOptions,
  count,
  kind,
  type RunOptions,
} from "../run/options.ts";
import { canKeep } from "../run/kept-failure.ts";
import { StatusLine } from "../node/terminal.ts";
import { rememberTranscript, transcriptOf } from "../watch/errors.ts";
import { VirtualWorld } from "../run/world.ts";
import { isVaried, ownLeeway, type Leeway } from "../loop/leeway.ts";
import { randomFrom } from "../loop/random.ts";
import type { Outcome } from "./outcomes.ts";
import { DeterminismError, ScheduleFailure } from "./schedule-failure.ts";
import { Search, type SearchProgress } from "./search.ts";
import { isSearchState, type SearchState } from "./search-state.ts";

/** What `explore` found. */
export interface Exploration {
  /** How many schedules were run. */
  readonly schedules: number;
  /** The last round that was finished: every schedule with so many departures or fewer was run. */
  readonly departures: number;
  /** Whether those were all schedules that there are; the order of real I/O is in none of them. */
  readonly complete: boolean;
  /** The distinct endings, by printed output and by the error's class and message, in the order in which they were found. */
  readonly outcomes: readonly Outcome[];
  /** Whether real I/O took part, whose order is not explored. */
  readonly io: boolean;
  /** What differed first where two runs of one schedule did not end alike: then the program depends on more than that. */
  readonly notDeterministic?: string | undefined;
  /** Where a search has stopped that has not run all: another one with this as its `state` goes on from there. */
  readonly state?: SearchState | undefined;
}

/** Where to stop, and how to run. */
export interface ExploreOptions extends RunOptions, Leeway {
  /** How many schedules to run at most; default 200,000. */
  schedules?: number | undefined;
  /** After how many real milliseconds to stop; default `Infinity`. */
  maxRealMs?: number | undefined;
  /**
   * Told every 64 runs how far the search is; `true` says so on the standard error, on one line of a terminal. The console
   * is the program's meanwhile; a stream is not.
   */
  progress?: ((progress: SearchProgress) => void) | boolean | undefined;
  /**
   * Leaves out schedules that differ from others only in the order of jobs that touch nothing in common; default false.
   * Only for programs whose tasks share nothing but what the kit sees: see `explore`.
   */
  reduce?: boolean | undefined;
  /** Writes the simplest failure to this file, with all that it takes to run it again: `runVirtual(main, { kept: file })`. */
  keep?: string | undefined;
  /** Goes on where another search of the same program, with the same options, has stopped. */
  state?: SearchState | undefined;
  /** After which round to stop; default `Infinity`. */
  departures?: number | undefined;
  /** How many schedules to draw at random where the bounds leave some out; default 0. */
  sample?: number | undefined;
  /** For the draw and for Math.random, a whole number from 0 on; default 1 for the draw, and 0 for Math.random. */
  seed?: number | undefined;
}

/** What a search can be told beyond what a run can be told as well. */
const OWN_OPTIONS = {
  schedules: count(1),
  maxRealMs: count(0),
  progress: kind(
    "a function or a boolean",
    (it) => typeof it === "function" || typeof it === "boolean",
  ),
  reduce: kind("a boolean", (it) => typeof it === "boolean"),
  keep: kind(
    "the name of a file, where there are files",
    (it) => canKeep && typeof it === "string" && it !== "",
  ),
  state: kind("the state of a search", isSearchState),
  departures: count(0),
  sample: count(0, Number.MAX_SAFE_INTEGER),
  vary: kind('"turns" or "deadlines"', isVaried),
  latency: count(0, Number.MAX_SAFE_INTEGER),
};

/**
 * Runs a program under every order in which ready turns and equal deadlines could have been taken.
 *
 * The model: wherever more than one turn is ready, or more than one timer is due at the same millisecond, any of them
 * may come first. What the language and Node fix stays fixed: the order of promise work, ticks and immediates, and that
 * an earlier deadline comes before a later one.
 *
 * - It searches in rounds: the ordinary order first, then every schedule with one departure from it, then with two, and
 *   so on; any choice but the first of those that were ready is one departure. So the first schedule that shows an
 *   outcome is one with the fewest departures.
 * - Main is run anew for each schedule, in virtual time. It must not depend on anything but the schedule: what it shares
 *   between runs is its own responsibility.
 * - `vary` narrows that: with `"turns"`, what is due together keeps its order, with `"deadlines"`, turns do. So it can be
 *   told apart what rests on turns being first in, first out, and what on the clock.
 * - `latency` widens it: timers that close to the earliest deadline that is pending may come first as well, which is then
 *   late. None fires early: time is the latest deadline that has run. That is true to timers that stand for a network
 *   or a disk; two timers of Node itself never change places, however close.
 * - `choose` in the program is a choice, too: every value but the first is one departure.
 * - `reduce` leaves out schedules that are equivalent to others: two jobs that touch nothing in common lead to the same,
 *   whichever comes first. The kit sees what jobs do to the library's queues, locks, semaphores, events and tasks, to their
 *   timers, and what they print; a task that fails or is cancelled, `choose`, and whatever else it sees, count as touching
 *   everything. It does not see plain variables, promises and AbortControllers that tasks share, nor mere looks at `size`,
 *   `locked`, `isSet` or `done`: where two tasks share such a thing, `reduce` would leave out what matters, and so it is off
 *   unless asked for. With `vary` or real I/O it leaves out nothing. An outcome's schedule then need not be its simplest.
 * - Real I/O is waited for, as in a run; the order in which it comes is not explored.
 *
 * @param main the program
 * @throws TypeError or RangeError if main is not a function, there is no option of a name, or its value is of another kind
 *   or out of bounds
 * @throws the reason of the signal, if that aborts
 */
export async function explore(
  main: () => unknown,
  options: ExploreOptions = {},
): Promise<Exploration> {
  return searchFor("explore", main, options, false);
}

/**
 * Runs a program under every order that `explore` would run it under, and fails where one of them fails.
 *
 * - It stops at the first schedule that fails: none with fewer departures does.
 * - Without a failure it gives what `explore` gives; only `complete` says that there was no other schedule.
 *
 * @param main the program
 * @throws ScheduleFailure if main fails under a schedule: its steps, and the error as its `cause`
 * @throws DeterminismError if two runs of one schedule end differently
 * @throws TypeError, RangeError or the signal's reason, as `explore` does
 */
export async function everySchedule(
  main: () => unknown,
  options: ExploreOptions = {},
): Promise<Exploration> {
  const search = await searchFor("run every schedule", main, options, true);
  const { outcomes, notDeterministic } = search;
  const failed = outcomes.find((outcome) => "error" in outcome);
  if (notDeterministic !== undefined) {
    throw new DeterminismError(
      `Cannot run every schedule: ${notDeterministic}`,
      {
        cause: failed?.error,
      },
    );
  }
  if (failed !== undefined) {
    const failure = new ScheduleFailure(failed.error, failed.schedule);
    rememberTranscript(failure, transcriptOf(failed.error) ?? []);
    throw failure;
  }
  return search;
}

async function searchFor(
  act: string,
  main: () => unknown,
  options: ExploreOptions,
  stopsAtFailure: boolean,
): Promise<Exploration> {
  checkMain(act, main);
  const settings = checkOptions(act, options, OWN_OPTIONS);
  const { schedules = 200_000, departures = Infinity, sample = 0 } = options;
  const { seed = 1, maxRealMs = Infinity, state, keep } = options;
  const { told: progress, end } = teller(options.progress);
  const leeway = ownLeeway(options);
  const world = await VirtualWorld.open(settings.signal);
  let latest!: Search;
  const searchIn = async (watchesIo: boolean): Promise<Exploration> => {
    const reduces = options.reduce === true && options.vary === undefined;
    const how = { leeway, watchesIo, stopsAtFailure, progress, reduces };
    const search = new Search(world, main, { ...settings, ...how });
    latest = search;
    if (state !== undefined) {
      await search.resume(state);
    }
    await search.inRounds({ schedules, departures, maxRealMs });
    if (!search.isComplete) {
      await search.draw(sample, randomFrom(seed));
    }
    await search.repeat();
    const outcomes = await search.outcomes();
    if (search.hasOverlookedIo) {
      await world.settle();
      return searchIn(true);
    }
    const failed = outcomes.find((outcome) => "error" in outcome);
    if (keep !== undefined && failed !== undefined) {
      await search.keep(keep, failed);
    }
    return found(search, outcomes);
  };
  try {
    settings.signal?.throwIfAborted();
    world.heed(settings.signal, {
      get whoWaits() {
        return [shownProgress(latest.progress)];
      },
    });
    return await searchIn(false);
  } finally {
    end();
    await world.close();
  }
}

/** Who is told how far the search is, and what ends it. */
function teller(progress: ExploreOptions["progress"]) {
  if (typeof progress !== "boolean") {
    return { told: progress, end: () => {} };
  }
  const line = new StatusLine();
  const told = ({ schedules, round, outcomes }: SearchProgress): void =>
    line.show(
      `${schedules.toLocaleString("en")} schedules, round ${round}, ${outcomes} endings`,
    );
  return { told: progress ? told : undefined, end: () => line.end() };
}

function shownProgress({ schedules, outcomes }: SearchProgress): string {
  return `the search has run ${schedules} schedules and found ${outcomes} endings`;
}

function found(search: Search, outcomes: readonly Outcome[]): Exploration {
  const { schedules, departures, isComplete: complete, hadIo: io } = search;
  const { difference: notDeterministic } = search;
  return {
    schedules,
    departures,
    complete,
    outcomes,
    io,
    ...(notDeterministic !== undefined && { notDeterministic }),
    get state() {
      return search.state;
    },
  };
}
