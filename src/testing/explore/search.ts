import { shown } from "../../core/checks.ts";
import { lap } from "../../core/platform.ts";
import type { Chooser } from "../loop/choice.ts";
import { Departure, Follow, further } from "./departures.ts";
import { VirtualRunError } from "../errors.ts";
import type { Exploration, Outcome } from "./explore.ts";
import type { VirtualMachine } from "../machine.ts";
import type { Ending, RunEnd } from "../run-end.ts";
import {
  Draw,
  Replay,
  scheduleOf,
  type Schedule,
  type ScheduleStep,
} from "../loop/schedule.ts";

/** So many failures found by the kit are run once more, to say where in the source they come from. */
const MOST_DIAGNOSES = 100;
/** After so many runs, real I/O and reports get their chance. */
const LAP_EVERY = 64;

/** What knows the departures that a run took. */
interface Taken {
  readonly steps: readonly ScheduleStep[];
}

/** An ending, and the first schedule that led there. */
class Found {
  count = 1;
  readonly output: string;
  readonly ending: Ending<unknown>;
  readonly #taken: Taken;
  #schedule: Schedule | undefined;

  constructor({ output, ending }: RunEnd<unknown>, taken: Taken) {
    this.output = output;
    this.ending = ending;
    this.#taken = taken;
  }

  /** Put into words when somebody asks: there may be a great many. */
  get schedule(): Schedule {
    return (this.#schedule ??= scheduleOf(this.#taken.steps));
  }
}

/** Runs a program under one schedule after another, and counts how they end. */
export class Search {
  #isComplete = false;
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

  /** Whether every schedule there is has been run. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** The ordinary order first, then every schedule with one departure, with two, and so on, up to the bounds. */
  async inRounds(schedules: number, departures: number): Promise<void> {
    let round: Iterable<Departure> = [new Departure()];
    while (!this.#isComplete && this.#departures < departures) {
      const ran: Departure[] = [];
      for (const departure of round) {
        if (this.#schedules === schedules) {
          return;
        }
        await this.#lapNowAndThen();
        this.#note(await this.#run(new Follow(departure), 0), departure);
        ran.push(departure);
      }
      this.#departures++;
      this.#isComplete = ran.every(({ widths }) => widths.length === 0);
      round = further(ran);
    }
  }

  /** Adds schedules drawn at random, of those that the rounds have left out. */
  async draw(count: number, random: () => number): Promise<void> {
    const drawn = new Set<string>();
    for (let tries = 0; tries < count; tries++) {
      await this.#lapNowAndThen();
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
    for (const found of this.#found.values()) {
      const end =
        isOurs(found.ending) && diagnoses++ < MOST_DIAGNOSES
          ? (await this.#run(new Replay(found.schedule), 2_000)).ending
          : found.ending;
      outcomes.push(outcomeOf(found, end));
    }
    return {
      schedules: this.#schedules,
      departures: this.#departures,
      complete: this.#isComplete,
      outcomes,
    };
  }

  #note(end: RunEnd<unknown>, taken: Taken): void {
    this.#schedules++;
    const key = end.output + errorKey(end.ending);
    const found = this.#found.get(key);
    if (found === undefined) {
      this.#found.set(key, new Found(end, taken));
    } else {
      found.count++;
    }
  }

  async #lapNowAndThen(): Promise<void> {
    // Stryker disable next-line UpdateOperator: every 64th is every 64th, also when counting down
    if (++this.#runs % LAP_EVERY === 0) {
      await new Promise<void>((resolve) => void lap(resolve));
    }
  }

  #run(chooser: Chooser, traces: number): Promise<RunEnd<unknown>> {
    const jobsPerMoment = this.#jobsPerMoment;
    return this.#machine.run(this.#main, { jobsPerMoment, traces, chooser });
  }
}

function outcomeOf(found: Found, end: Ending<unknown>): Outcome {
  const { output, count } = found;
  return {
    output,
    ...("error" in end ? { error: end.error } : {}),
    count,
    get schedule() {
      return found.schedule;
    },
  };
}

function isOurs(ending: Ending<unknown>): boolean {
  return "error" in ending && ending.error instanceof VirtualRunError;
}

/** What makes two endings the same, beside the output. */
function errorKey(ending: Ending<unknown>): string {
  if (!("error" in ending)) {
    // Stryker disable next-line StringLiteral: any other word would do, if it is no error's
    return "";
  }
  const { error } = ending;
  return error instanceof Error
    ? `\0${error.constructor.name}\0${error.message}`
    : `\0${shown(error)}`;
}
