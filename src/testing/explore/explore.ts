import {
  checkMain,
  checkOptions,
  count,
  kind,
  type RunOptions,
} from "../options.ts";
import { VirtualWorld } from "../world.ts";
import { isVaried, ownLeeway, type Leeway } from "../loop/leeway.ts";
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

/** Where to stop, and how to run. */
export interface ExploreOptions extends RunOptions, Leeway {
  /** How many schedules to run at most; default 200,000. */
  schedules?: number | undefined;
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
  checkMain("explore", main);
  const settings = checkOptions("explore", options, OWN_OPTIONS);
  const { schedules = 200_000, departures = Infinity, sample = 0 } = options;
  const { seed = 1 } = options;
  const leeway = ownLeeway(options);
  const world = await VirtualWorld.open();
  const searchIn = async (watchesIo: boolean): Promise<Exploration> => {
    const search = new Search(world, main, { ...settings, leeway, watchesIo });
    await search.inRounds(schedules, departures);
    if (!search.isComplete) {
      await search.draw(sample, randomFrom(seed));
    }
    const outcomes = await search.outcomes();
    return search.hasOverlookedIo ? searchIn(true) : found(search, outcomes);
  };
  try {
    settings.signal?.throwIfAborted();
    world.heed(settings.signal);
    return await searchIn(false);
  } finally {
    world.close();
  }
}

function found(search: Search, outcomes: readonly Outcome[]): Exploration {
  const { schedules, departures, isComplete: complete, hadIo: io } = search;
  return { schedules, departures, complete, outcomes, io };
}
