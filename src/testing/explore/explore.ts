import { checkCount, checkDate, checkMain, START } from "../run-virtual.ts";
import { VirtualWorld } from "../world.ts";
import { randomFrom } from "../loop/random.ts";
import type { Outcome } from "./outcomes.ts";
import { Search } from "./search.ts";

/** What `explore` found. */
export interface Exploration {
  /** How many schedules were run. */
  readonly schedules: number;
  /** The last round that was finished: every schedule with so many departures or fewer was run. */
  readonly departures: number;
  /** Whether those were all schedules that there are. */
  readonly complete: boolean;
  /** The distinct endings, by printed output and by the error's class and message, in the order in which they were found. */
  readonly outcomes: readonly Outcome[];
  /** Whether real I/O took part, whose order is not explored. */
  readonly io: boolean;
}

/** Where to stop. */
export interface ExploreOptions {
  /** How many schedules to run at most; default 200,000. */
  schedules?: number | undefined;
  /** After which round to stop; default `Infinity`. */
  departures?: number | undefined;
  /** How many schedules to draw at random where the bounds leave some out; default 0. */
  sample?: number | undefined;
  /** The date at which each run starts; default 2000-01-01T00:00:00Z. */
  now?: Date | number | undefined;
  /** For the draw and for Math.random, a whole number from 0 on; default 1 for the draw, and 0 for Math.random. */
  seed?: number | undefined;
  /** How many jobs may run at one virtual moment; default 1,000,000. */
  jobsPerMoment?: number | undefined;
  /** Real milliseconds of silence from the outside world before time goes on although something outside is still open; default 200. */
  patience?: number | undefined;
}

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
 * - Real I/O is waited for, as in a run; the order in which it comes is not explored.
 *
 * @param main the program
 * @throws TypeError or RangeError if main is not a function or an option is not a whole number
 */
export async function explore(
  main: () => unknown,
  options: ExploreOptions = {},
): Promise<Exploration> {
  checkMain("explore", main);
  const {
    schedules = 200_000,
    departures = Infinity,
    sample = 0,
    seed = 1,
    jobsPerMoment = 1_000_000,
    patience = 200,
  } = options;
  checkCount("explore", "schedules", schedules, 1);
  checkCount("explore", "departures", departures, 0);
  checkCount("explore", "jobsPerMoment", jobsPerMoment, 1);
  checkCount("explore", "patience", patience, 0);
  checkCount("explore", "sample", sample, 0, Number.MAX_SAFE_INTEGER);
  checkCount("explore", "seed", seed, 0, Number.MAX_SAFE_INTEGER);
  const now = checkDate("explore", options.now ?? START);
  const world = await VirtualWorld.open();
  const searchIn = async (watchesIo: boolean): Promise<Exploration> => {
    const settings = {
      now,
      seed: options.seed ?? 0,
      jobsPerMoment,
      patience,
      watchesIo,
    };
    const search = new Search(world, main, settings);
    await search.inRounds(schedules, departures);
    if (!search.isComplete) {
      await search.draw(sample, randomFrom(seed));
    }
    const outcomes = await search.outcomes();
    return search.hasOverlookedIo ? searchIn(true) : found(search, outcomes);
  };
  try {
    return await searchIn(false);
  } finally {
    world.close();
  }
}

function found(search: Search, outcomes: readonly Outcome[]): Exploration {
  const { schedules, departures, isComplete: complete, hadIo: io } = search;
  return { schedules, departures, complete, outcomes, io };
}
