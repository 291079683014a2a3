import { lap } from "../../core/platform.ts";
import type { CheckedOptions } from "../options.ts";
import type { Leeway } from "../loop/leeway.ts";
import { Replay, type Chooser } from "../loop/schedule.ts";
import {
  isDiagnosis,
  isLivelock,
  type Ending,
  type RunRecord,
  type RunSettings,
} from "../run.ts";
import type { VirtualWorld } from "../world.ts";
import { Departure, Follow, further } from "./departures.ts";
import { Draw } from "./draw.ts";
import {
  Found,
  keyOf,
  outcomeOf,
  type Outcome,
  type Taken,
} from "./outcomes.ts";

/** So many of the failures that the kit has found are run once more, to say where in the source they come from. */
const MOST_DIAGNOSES = 100;
/** So many places are taken down in such a run. */
const TRACES = 2_000;
/** After so many runs, one real lap of the event loop, so that real I/O and reports get their chance. */
const LAP_EVERY = 64;

/** What is the same for all runs of a search. */
export interface SearchSettings extends CheckedOptions {
  /** Looks for real I/O in every run; else in the first, and in the others only if that had any. */
  readonly watchesIo: boolean;
  /** What may change places, where that is told. */
  readonly leeway: Leeway | undefined;
}

/** Runs a program under one schedule after another, and counts how they end. */
export class Search {
  #schedules = 0;
  #departures = -1;
  #isComplete = false;
  #runs = 0;
  readonly #found = new Map<string, Found>();
  readonly #world: VirtualWorld;
  readonly #main: () => unknown;
  readonly #settings: SearchSettings;
  /** Whether the next run looks for real I/O, and for code that spins behind promises. */
  #watchesIo = true;
  #hadIo = false;

  constructor(
    world: VirtualWorld,
    main: () => unknown,
    settings: SearchSettings,
  ) {
    this.#world = world;
    this.#main = main;
    this.#settings = settings;
  }

  /** Whether real I/O took part in a run. */
  get hadIo(): boolean {
    return this.#hadIo;
  }

  /** Whether real I/O was found only where the search had stopped to look for it. */
  get hasOverlookedIo(): boolean {
    return this.#hadIo && !this.#watchesIo;
  }

  /** How many schedules were run and counted. */
  get schedules(): number {
    return this.#schedules;
  }

  /** The last round that was finished. */
  get departures(): number {
    return this.#departures;
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
        this.#note(await this.#run(new Follow(departure)), departure);
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
      const record = await this.#run(chooser);
      const { steps } = chooser;
      const key = steps.map(({ choice, ran }) => `${choice}:${ran}`).join();
      if (steps.length > this.#departures && !drawn.has(key)) {
        drawn.add(key);
        this.#note(record, chooser);
      }
    }
  }

  /** The distinct endings, in the order in which they were found. */
  async outcomes(): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    let diagnoses = 0;
    for (const found of this.#found.values()) {
      const hasMore = isDiagnosis(found.ending) && diagnoses++ < MOST_DIAGNOSES;
      const ending = hasMore ? await this.#diagnosed(found) : found.ending;
      outcomes.push(outcomeOf(found, ending));
    }
    return outcomes;
  }

  #note(record: RunRecord<unknown>, taken: Taken): void {
    this.#schedules++;
    const key = keyOf(record);
    const found = this.#found.get(key);
    if (found === undefined) {
      this.#found.set(key, new Found(record, taken, this.#settings.leeway));
    } else {
      found.count++;
    }
  }

  async #lapNowAndThen(): Promise<void> {
    // Stryker disable next-line UpdateOperator: every 64th is every 64th, also when counting down
    if (++this.#runs % LAP_EVERY === 0) {
      await new Promise<void>((resolve) => lap(resolve));
    }
  }

  /** The same ending, with places in the source; a run of the same schedule that ends in another way explains nothing. */
  async #diagnosed(found: Found): Promise<Ending<unknown>> {
    const chooser = new Replay(found.schedule);
    const record = await this.#runWatched(chooser, TRACES);
    return found.isLike(record) ? record.ending : found.ending;
  }

  async #run(chooser: Chooser): Promise<RunRecord<unknown>> {
    if (this.#watchesIo) {
      const record = await this.#runWatched(chooser, 0);
      this.#watchesIo =
        this.#hadIo || this.#settings.watchesIo || isLivelock(record.ending);
      return record;
    }
    const { patience: _, ...settings } = this.#settings;
    return this.#runIn({ ...settings, traces: 0, chooser });
  }

  /** @throws the reason of the signal, if that has aborted: then the globals are back, and must stay so */
  async #runIn(settings: RunSettings): Promise<RunRecord<unknown>> {
    this.#settings.signal?.throwIfAborted();
    const record = await this.#world.run(this.#main, settings);
    this.#settings.signal?.throwIfAborted();
    return record;
  }

  async #runWatched(
    chooser: Chooser,
    traces: number,
  ): Promise<RunRecord<unknown>> {
    const settings = { ...this.#settings, traces, chooser };
    const record = await this.#runIn(settings);
    this.#hadIo ||= this.#world.hadIo;
    return record;
  }
}
