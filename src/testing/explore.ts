import { shown } from "../patterns/internal/checks.ts";
import { VirtualRunError } from "./errors.ts";
import { VirtualMachine } from "./machine.ts";
import { checkCount, checkMain } from "./run-virtual.ts";
import type { Ending, RunEnd } from "./run.ts";
import {
  Draw,
  Replay,
  scheduleOf,
  stepOf,
  type Schedule,
  type ScheduleStep,
} from "./schedule.ts";
import type { Choice, Chooser } from "./virtual-loop.ts";

const lap = setImmediate;

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
    if (!search.complete) {
      await search.draw(sample, randomFrom(seed));
    }
    return await search.result();
  } finally {
    await machine.end();
  }
}

/** A schedule as one more departure from the schedule it was found from: short, however long the program. */
class Departure {
  readonly #from: Departure | undefined;
  readonly choice: number;
  readonly ran: number;
  step: ScheduleStep | undefined;

  constructor(from: Departure | undefined, choice: number, ran: number) {
    this.#from = from;
    this.choice = choice;
    this.ran = ran;
  }

  /** All departures up to this one. */
  get all(): Departure[] {
    return this.#from === undefined ? [this] : [...this.#from.all, this];
  }
}

/** Follows departures, then takes the first of all, and counts how many there were to choose from. */
class Follow implements Chooser {
  /** How many there were, choice by choice. */
  readonly widths: number[] = [];
  readonly #departures: readonly Departure[];
  #next = 0;

  constructor(departures: readonly Departure[]) {
    this.#departures = departures;
  }

  get steps(): readonly ScheduleStep[] {
    return this.#departures.map(({ step }) => step as ScheduleStep);
  }

  choose(choice: Choice): number {
    const departure = this.#departures[this.#next];
    if (this.widths.push(choice.width) !== departure?.choice) {
      return 0;
    }
    this.#next++;
    departure.step ??= stepOf(choice, departure.choice, departure.ran);
    return departure.ran;
  }

  /** Every schedule with one departure more: behind the last one so far, so that each is found once. */
  *further(from: Departure | undefined): Generator<Departure> {
    for (let at = from?.choice ?? 0; at < this.widths.length; at++) {
      for (let ran = 1; ran < (this.widths[at] as number); ran++) {
        yield new Departure(from, at + 1, ran);
      }
    }
  }
}

interface Found {
  count: number;
  readonly output: string;
  readonly ending: Ending<unknown>;
  readonly schedule: Schedule;
}

/** So many failures found by the kit are run once more, to say where in the source they come from. */
const MOST_DIAGNOSES = 100;
/** After so many runs, real I/O and reports get their chance. */
const LAP_EVERY = 64;

class Search {
  complete = false;
  #schedules = 0;
  #runs = 0;
  #departures = -1;
  readonly #found = new Map<string, Found>();
  readonly #machine: VirtualMachine;
  readonly #main: () => unknown;
  readonly #jobsPerMoment: number;

  constructor(
    machine: VirtualMachine,
    main: () => unknown,
    jobsPerMoment: number,
  ) {
    this.#machine = machine;
    this.#main = main;
    this.#jobsPerMoment = jobsPerMoment;
  }

  async inRounds(schedules: number, departures: number): Promise<void> {
    let round: (Departure | undefined)[] = [undefined];
    while (round.length > 0 && this.#departures < departures) {
      const next: Departure[] = [];
      for (const departure of round) {
        if (this.#schedules === schedules) {
          return;
        }
        const chooser = new Follow(departure?.all ?? []);
        this.#note(await this.#run(chooser, 0), chooser);
        for (const further of chooser.further(departure)) {
          next.push(further);
        }
      }
      this.#departures++;
      round = next;
    }
    this.complete = round.length === 0;
  }

  async draw(count: number, random: () => number): Promise<void> {
    const drawn = new Set<string>();
    for (let tries = 0; tries < count; tries++) {
      const chooser = new Draw(random);
      const end = await this.#run(chooser, 0);
      const { steps } = chooser;
      const key = steps.map(({ choice, ran }) => `${choice}:${ran}`).join();
      if (steps.length > this.#departures && !drawn.has(key)) {
        drawn.add(key);
        this.#note(end, chooser);
      }
    }
  }

  async result(): Promise<Exploration> {
    const outcomes: Outcome[] = [];
    let diagnoses = 0;
    for (const { output, count, schedule, ending } of this.#found.values()) {
      let end = ending;
      if (isOurs(ending) && diagnoses++ < MOST_DIAGNOSES) {
        ({ ending: end } = await this.#run(new Replay(schedule), 2_000));
      }
      const failure = "error" in end ? { error: end.error } : {};
      outcomes.push({ output, ...failure, count, schedule });
    }
    return {
      schedules: this.#schedules,
      departures: this.#departures,
      complete: this.complete,
      outcomes,
    };
  }

  #note(
    { ending, output }: RunEnd<unknown>,
    { steps }: { readonly steps: readonly ScheduleStep[] },
  ): void {
    this.#schedules++;
    const key = output + errorKey(ending);
    const found = this.#found.get(key);
    if (found === undefined) {
      const schedule = scheduleOf(steps);
      this.#found.set(key, { count: 1, output, ending, schedule });
    } else {
      found.count++;
    }
  }

  async #run(chooser: Chooser, traces: number): Promise<RunEnd<unknown>> {
    if (++this.#runs % LAP_EVERY === 0) {
      await new Promise((resolve) => lap(resolve));
    }
    const jobsPerMoment = this.#jobsPerMoment;
    return this.#machine.run(this.#main, { jobsPerMoment, traces, chooser });
  }
}

function isOurs(ending: Ending<unknown>): boolean {
  return "error" in ending && ending.error instanceof VirtualRunError;
}

/** What makes two endings the same, beside the output. */
function errorKey(ending: Ending<unknown>): string {
  if (!("error" in ending)) {
    return "";
  }
  const { error } = ending;
  return error instanceof Error
    ? `\0${error.constructor.name}\0${error.message}`
    : `\0${shown(error)}`;
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
