import { VirtualMachine } from "../machine.ts";
import { checkCount, checkMain } from "../run-virtual.ts";
import type { Schedule } from "../loop/schedule.ts";
import { Search } from "./search.ts";

/** One of the distinct ways in which a program can end. */
export interface Outcome {
  /** What was printed. */
  readonly output: string;
  /** What main threw, or the DeadlockError; absent where main returned. */
  readonly error?: unknown;
  /** How many of the schedules that were run led there. */
  readonly count: number;
  /** The first schedule that led there: none with fewer departures does. */
  readonly schedule: Schedule;
}

/** What `explore` found. */
export interface Exploration {
  /** How many schedules were run. */
  readonly schedules: number;
  /** The last round that was finished: every schedule with so many departures or fewer was run. */
  readonly departures: number;
  /** Whether that was all there is. */
  readonly complete: boolean;
  /** The distinct endings, by printed output and by the error's class and message, in the order they were found. */
  readonly outcomes: readonly Outcome[];
}

/** Where to stop. */
export interface ExploreOptions {
  /** How many schedules to run at most; default 200,000. */
  schedules?: number | undefined;
  /** After which round to stop; default `Infinity`. */
  departures?: number | undefined;
  /** How many schedules to draw at random where the bounds leave some out; default 0. */
  sample?: number | undefined;
  /** For the draw, a whole number from 0 on; default 1. */
  seed?: number | undefined;
  /** How many jobs may run at one virtual moment; default 100,000. */
  jobsPerMoment?: number | undefined;
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
 *
 * @param main the program
 * @throws TypeError or RangeError if main is no function or an option is no whole number
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
    jobsPerMoment = 100_000,
  } = options;
  checkCount("explore", "schedules", schedules, 1);
  checkCount("explore", "departures", departures, 0);
  checkCount("explore", "jobsPerMoment", jobsPerMoment, 1);
  checkCount("explore", "sample", sample, 0, Number.MAX_SAFE_INTEGER);
  checkCount("explore", "seed", seed, 0, Number.MAX_SAFE_INTEGER);
  const machine = new VirtualMachine();
  try {
    const search = new Search(machine, main, jobsPerMoment);
    await search.inRounds(schedules, departures);
    if (!search.isComplete) {
      await search.draw(sample, randomFrom(seed));
    }
    return await search.result();
  } finally {
    await machine.end();
  }
}

/** mulberry32: small, fast and good enough to draw schedules with; https://github.com/cprosche/mulberry32 */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
