import { NativePromise } from "../../core/native-promise.ts";
import type { CheckedOptions } from "../run/options.ts";
import type { Leeway } from "../loop/leeway.ts";
import {
  Replay,
  scheduleOf,
  type Chooser,
  type Schedule,
} from "../loop/schedule.ts";
import { isLivelock, type RunRecord, type RunSettings } from "../run/run.ts";
import { Touches } from "../loop/touches.ts";
import { realNow } from "../node/real-clock.ts";
import { apart, type Trace } from "../node/source-places.ts";
import { keepTranscript } from "../watch/errors.ts";
import type { VirtualWorld } from "../run/world.ts";
import {
  keepFailure,
  MOST_KEPT,
  nameOf,
  optionsToKeep,
  Path,
} from "../run/kept-failure.ts";
import { Departure, Follow, type Scratch } from "./departures.ts";
import { Draw } from "./draw.ts";
import { Rounds } from "./rounds.ts";
import { placesOf } from "./schedule-failure.ts";
import type { SearchState } from "./search-state.ts";
import {
  differenceOf,
  Found,
  inWords,
  keyOf,
  type Outcome,
  type Taken,
} from "./outcomes.ts";

/** So many failures are run once more, to say where in the source they come from. */
const MOST_DIAGNOSES = 100;
/** So many endings are looked at for real I/O that the search has overlooked: it may end a run in another way. */
const MOST_LOOKS = 20;
/** So many places are taken down in such a run. */
const TRACES = 2_000;
const UNTRACED = { traces: 0 };
const ORDINARY = scheduleOf([]);
/** After so many runs, one real lap of the event loop, so that real I/O and reports get their chance. */
const LAP_EVERY = 64;

/**
 * What is the same for all runs of a search.
 *
 * @internal
 */
export interface SearchSettings extends CheckedOptions {
  /** Looks for real I/O in every run; else in the first, and in the others only if that had any. */
  readonly watchesIo: boolean;
  /** What may change places, where that is told. */
  readonly leeway: Leeway | undefined;
  /** Whether to stop at the first failure. */
  readonly stopsAtFailure: boolean;
  /** Whether to leave out schedules that are equivalent to others. */
  readonly reduces: boolean;
  /** Told now and then how far the search is. */
  readonly progress: ((progress: SearchProgress) => void) | undefined;
}

/**
 * Where to stop.
 *
 * @internal
 */
export interface SearchBounds {
  readonly schedules: number;
  readonly departures: number;
  /** Real milliseconds. */
  readonly maxRealMs: number;
}

/** How far a search is. */
export interface SearchProgress {
  /** How many schedules it has run. */
  readonly schedules: number;
  /** How many departures those of the present round have. */
  readonly round: number;
  /** How many distinct endings it has found. */
  readonly outcomes: number;
}

/**
 * Runs a program under one schedule after another, and counts how they end.
 *
 * @internal
 */
export class Search {
  #schedules = 0;
  /** How many were run that are equivalent to others. */
  #leftOut = 0;
  #departures = -1;
  #isComplete = false;
  #runs = 0;
  #difference: string | undefined;
  /** The last schedule of the present round. */
  #last: Departure | undefined;
  /** Whether there is one with one departure more than those of the present round. */
  #hasMore = false;
  #hasDrawn = false;
  #ordinary: RunRecord<unknown> | undefined;
  readonly #found = new Map<string, Found>();
  /** Those of which nobody knows whether real I/O took part. */
  readonly #unseen = new Set<Found>();
  readonly #rounds: Rounds;
  readonly #scratch: Scratch = { path: [], widths: [] };
  readonly #world: VirtualWorld;
  readonly #main: () => unknown;
  readonly #settings: SearchSettings;
  /** How to run where nobody looks for real I/O. */
  readonly #unwatched: RunSettings;
  /** Whether the next run looks for real I/O. */
  #watchesIo = true;
  #hadIo = false;
  #hasFailed = false;

  constructor(
    world: VirtualWorld,
    main: () => unknown,
    settings: SearchSettings,
  ) {
    this.#world = world;
    this.#main = main;
    this.#settings = settings;
    const { patience: _, ...unwatched } = settings;
    this.#unwatched = { ...unwatched, traces: 0 };
    this.#rounds = new Rounds((departure) => this.#relearn(departure));
  }

  /** Whether real I/O took part in a run. */
  get hadIo(): boolean {
    return this.#hadIo;
  }

  /** Whether real I/O was found only where the search had stopped to look for it. */
  get hasOverlookedIo(): boolean {
    return this.#hadIo && !this.#watchesIo;
  }

  /** How far it is. */
  get progress(): SearchProgress {
    return {
      schedules: this.#schedules,
      round: this.#departures + 1,
      outcomes: this.#found.size,
    };
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
    return this.#isComplete && this.#difference === undefined;
  }

  /** How two runs of one schedule have differed, if they have. */
  get difference(): string | undefined {
    return this.#difference;
  }

  /** What another search needs to go on where this one has stopped, if it can. */
  get state(): SearchState | undefined {
    const canGoOn =
      !this.#isComplete && this.#difference === undefined && !this.#hasDrawn;
    return canGoOn
      ? {
          round: this.#departures + 1,
          position: this.#last?.position,
          hasMore: this.#hasMore,
          schedules: this.#schedules,
          outcomes: [...this.#found.values()].map(({ count, schedule }) => ({
            count,
            schedule,
          })),
        }
      : undefined;
  }

  /** Goes on where another search has stopped. @throws ScheduleError if the program has changed since */
  async resume(state: SearchState): Promise<void> {
    for (const { count, schedule } of state.outcomes) {
      const chooser = new Replay(schedule);
      const record = await this.#run(chooser);
      if (chooser.mismatch !== undefined) {
        throw chooser.mismatch;
      }
      this.#add(keyOf(record), record, schedule, count);
      this.#ordinary ??= record;
    }
    this.#departures = state.round - 1;
    this.#schedules = state.schedules;
    this.#hasMore = state.hasMore;
    this.#last = state.position && Departure.at(state.position);
  }

  /** The ordinary order first, then every schedule with one departure, with two, and so on, up to the bounds. */
  async inRounds(bounds: SearchBounds): Promise<void> {
    const most = this.#schedules + bounds.schedules;
    const end = realNow() + bounds.maxRealMs;
    const isOver = (): boolean =>
      this.#schedules + this.#leftOut >= most ||
      (end < Infinity && realNow() > end) ||
      this.#mustStop;
    while (!this.#isComplete && this.#departures < bounds.departures) {
      const round = this.#departures + 1;
      if (this.#last === undefined) {
        this.#rounds.begin(round);
        this.#hasMore = false;
      }
      for (const departures of this.#rounds.round(round, this.#last)) {
        if (departures instanceof NativePromise) {
          await departures;
          continue;
        }
        for (const departure of departures) {
          if (isOver()) {
            return;
          }
          if (this.#owesLap()) {
            await this.#lap();
          }
          const chooser = this.#follower(departure);
          const record = await this.#run(chooser);
          this.#followed(departure, chooser);
          this.#count(departure, record);
          this.#rounds.keep(round, departure);
          this.#hasMore ||= departure.widths.length > 0;
          this.#last = departure;
        }
      }
      if (this.#mustStop) {
        return;
      }
      this.#departures++;
      this.#last = undefined;
      this.#isComplete = !this.#hasMore;
    }
  }

  #count(departure: Departure, record: RunRecord<unknown>): void {
    if (departure.isKnown) {
      this.#leftOut++;
    } else {
      this.#note(record, departure);
    }
  }

  /** Adds schedules drawn at random, of those that the rounds have left out. */
  async draw(count: number, random: () => number): Promise<void> {
    const drawn = new Set<string>();
    for (let tries = 0; tries < count && !this.#mustStop; tries++) {
      this.#hasDrawn = true;
      if (this.#owesLap()) {
        await this.#lap();
      }
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

  /** Runs the ordinary order once more: it has to end as it did at first. */
  async repeat(): Promise<void> {
    const first = this.#ordinary;
    if (first !== undefined && !this.#mustStop) {
      const again = await this.#follow(new Departure());
      if (keyOf(first) !== keyOf(again)) {
        this.#differs(differenceOf(first, again), ORDINARY);
      }
    }
  }

  /** The distinct endings, in the order in which they were found. */
  async outcomes(): Promise<Outcome[]> {
    const outcomes = [...this.#found.values()];
    const failed = outcomes.filter((found) => "error" in found);
    for (const found of failed.slice(0, MOST_DIAGNOSES)) {
      await this.#diagnose(found);
      this.#unseen.delete(found);
    }
    for (const { schedule } of [...this.#unseen].slice(0, MOST_LOOKS)) {
      if (!this.#hadIo) {
        await this.#runWatched(new Replay(schedule), UNTRACED);
      }
    }
    return outcomes;
  }

  /** Runs the schedule of a failure once more, and writes to a file all that is known of it. */
  async keep(file: string, failed: Outcome): Promise<void> {
    const { schedule, error } = failed;
    const path = new Path(new Replay(schedule));
    const settings = { ...this.#settings, traces: TRACES, timeline: true };
    const { lines, timeline } = await this.#runIn(settings, path);
    keepFailure(file, {
      program: nameOf(this.#main),
      error: inWords(error, String),
      options: optionsToKeep(this.#settings),
      schedule,
      path: path.taken.slice(0, schedule.steps.at(-1)?.choice ?? 0),
      transcript: lines.slice(-MOST_KEPT),
      timeline: timeline.slice(-MOST_KEPT),
    });
  }

  get #mustStop(): boolean {
    return (
      this.#difference !== undefined ||
      (this.#settings.stopsAtFailure && this.#hasFailed)
    );
  }

  #differs(what: string, schedule: Schedule): void {
    this.#difference ??= `not deterministic: two runs of one schedule differ, ${what}\n${String(schedule)}`;
  }

  /** Runs a schedule that need not be counted. */
  async #follow(departure: Departure): Promise<RunRecord<unknown>> {
    const chooser = this.#follower(departure);
    const record = await this.#run(chooser);
    this.#followed(departure, chooser);
    return record;
  }

  #follower(departure: Departure): Follow {
    const reduces = this.#settings.reduces && !this.#hadIo;
    const touches = reduces ? new Touches() : undefined;
    return new Follow(departure, this.#scratch, touches);
  }

  #followed(departure: Departure, chooser: Follow): void {
    chooser.end();
    if (this.#hadIo) {
      departure.naps = undefined; // what it touches, nobody knows
    }
    if (chooser.difference !== undefined) {
      const from = departure.from as Departure; // the last step may never have come
      this.#differs(chooser.difference, scheduleOf(from.steps));
    }
  }

  /** Runs a schedule that has been counted. */
  async #relearn(departure: Departure): Promise<void> {
    if (this.#owesLap()) {
      await this.#lap();
    }
    await this.#follow(departure);
  }

  #note(record: RunRecord<unknown>, taken: Taken): void {
    this.#schedules++;
    this.#ordinary ??= record;
    this.#hasFailed ||= "error" in record.ending;
    const key = keyOf(record);
    const found = this.#found.get(key);
    if (found === undefined) {
      this.#add(key, record, taken);
    } else {
      found.count++;
    }
  }

  #add(
    key: string,
    record: RunRecord<unknown>,
    taken: Taken,
    count?: number,
  ): void {
    const found = new Found(record, taken, this.#settings.leeway, count);
    this.#found.set(key, found);
    if (this.#world.mayHaveHadIo) {
      this.#unseen.add(found);
    }
  }

  #owesLap(): boolean {
    // Stryker disable next-line UpdateOperator: every 64th is every 64th, also when counting down
    return ++this.#runs % LAP_EVERY === 0;
  }

  async #lap(): Promise<void> {
    this.#settings.progress?.(this.progress);
    await this.#world.lap();
  }

  /** Finds the places in the source; a run of the same schedule that ends in another way explains nothing. */
  async #diagnose(found: Found): Promise<void> {
    const { schedule } = found;
    const replay = new Replay(schedule);
    const settings = { traces: TRACES, takesAllPlaces: true };
    const record = await this.#runWatched(replay, settings);
    if (found.isLike(record)) {
      placesOf.set(schedule, placesIn(replay));
      found.error = (record.ending as { error: unknown }).error;
    } else {
      const { output, error } = found;
      const first = { output, ending: { error } };
      this.#differs(differenceOf(first, record), schedule);
    }
  }

  #run(chooser: Chooser): Promise<RunRecord<unknown>> {
    return this.#watchesIo
      ? this.#runFirst(chooser)
      : this.#runIn(this.#unwatched, chooser);
  }

  /** Decides whether the next one looks for real I/O, too. */
  async #runFirst(chooser: Chooser): Promise<RunRecord<unknown>> {
    const record = await this.#runWatched(chooser, UNTRACED);
    this.#watchesIo =
      this.#hadIo || this.#settings.watchesIo || isLivelock(record.ending);
    return record;
  }

  /**
   * It is no async function, and neither is what it calls: one for each schedule takes longer than a callback.
   * @throws the reason, if the search was given up
   */
  #runIn(settings: RunSettings, chooser: Chooser): Promise<RunRecord<unknown>> {
    this.#world.throwIfGivenUp();
    return this.#world.run(this.#main, settings, chooser).then(this.#ended);
  }

  /** @throws the reason, if the search was given up meanwhile */
  readonly #ended = (record: RunRecord<unknown>): RunRecord<unknown> => {
    if ("error" in record.ending) {
      keepTranscript(record.ending.error, record.lines);
    }
    this.#world.throwIfGivenUp();
    return record;
  };

  async #runWatched(
    chooser: Chooser,
    settings: Pick<RunSettings, "traces" | "takesAllPlaces">,
  ): Promise<RunRecord<unknown>> {
    const record = await this.#runIn(
      { ...this.#settings, ...settings },
      chooser,
    );
    this.#hadIo ||= this.#world.hadIo;
    if (this.#world.mayHaveLeftIo) {
      await this.#world.settle();
    }
    return record;
  }
}

/** For each step, where its jobs were set or wait, as far as that is known. */
function placesIn({ met }: Replay): readonly string[] {
  return met.flatMap((jobs) => {
    const known = jobs.filter(({ place }) => place !== undefined);
    const places = apart(known.map(({ place }) => place as Trace));
    return [
      ...known.slice(0, 1).map(({ step }) => `where step ${step} comes from:`),
      ...known.map(({ job }, index) => `  ${job}${places[index]}`),
    ];
  });
}
