import {
  stepFrom,
  type Choice,
  type Chooser,
  type JobName,
  type ScheduleStep,
} from "../loop/schedule.ts";
import { meet, type Footprint, type Touches } from "../loop/touches.ts";

/** For each departure the number of its choice, and what ran there. */
export type Position = readonly (readonly [choice: number, ran: number])[];

/** Jobs that need not run until something touches what they touch, by their ids: what follows was found elsewhere. */
export type Asleep = ReadonlyMap<number, Footprint>;

/** What is known of a choice of jobs where equivalent schedules are left out. */
interface Nap {
  readonly asleep: Asleep;
  readonly ids: readonly number[];
  /** What the first job has touched, once it has run. */
  touched: Footprint;
}

/** What is known of a choice, shared by all departures there. */
interface Moment {
  /** The virtual millisecond. */
  at: number;
  isOfValues: boolean | undefined;
  /** Whose jobs could have run, each name followed by what the job is; an object for each would take too much memory. */
  readonly among: string[];
}

const NO_WIDTHS: readonly number[] = [];

/** One departure more than the schedule from which it was found; so a schedule is short, however long the program. */
export class Departure {
  readonly choice: number;
  readonly ran: number;
  /** How many jobs there were in each choice behind this one, once it has been followed. */
  widths: readonly number[] = NO_WIDTHS;
  /** For each of them what need not run, where that is known. */
  naps: (Nap | undefined)[] | undefined;
  /** What need not run as it departs, and what its job has touched. */
  readonly asleep: Asleep;
  touched: Footprint;
  /** A job has run that was asleep: another schedule is equivalent. */
  isKnown = false;
  readonly from: Departure | undefined;
  readonly moment: Moment;

  /** Without arguments, the ordinary order, which departs from nothing. */
  constructor(
    from?: Departure,
    choice = 0,
    ran = 0,
    moment = newMoment(),
    asleep: Asleep = NONE,
  ) {
    this.moment = moment;
    this.asleep = asleep;
    this.from = from;
    this.choice = choice;
    this.ran = ran;
  }

  /** The departures of which only this is known. */
  static at(position: Position): Departure {
    return position.reduce(
      (from, [choice, ran]) => new Departure(from, choice, ran),
      new Departure(),
    );
  }

  /** Where the departures up to this one are. */
  get position(): Position {
    return pathTo(this).map(({ choice, ran }) => [choice, ran]);
  }

  /** The departures up to this one, in words, once it has been followed. */
  get steps(): readonly ScheduleStep[] {
    return pathTo(this).map(stepAt);
  }

  /** Takes down the jobs of the choice; once, since they are the same each time. */
  note(choice: Choice): void {
    const { moment } = this;
    if (moment.among.length === 0) {
      moment.at = choice.now;
      moment.isOfValues = choice.isOfValues;
      for (let index = 0; index < choice.width; index++) {
        const { who, what } = choice.job(index);
        moment.among.push(who, what);
      }
    }
  }
}

/** A departure in words, once it has been followed. */
function stepAt({ choice, ran, moment }: Departure): ScheduleStep {
  const { at, among, isOfValues } = moment;
  const jobs: JobName[] = [];
  for (let index = 0; index < among.length; index += 2) {
    const [who, what] = among.slice(index) as [string, string];
    jobs.push({ who, what });
  }
  return stepFrom(jobs, { choice, at, ran }, isOfValues);
}

function newMoment(): Moment {
  return { at: 0, isOfValues: undefined, among: [] };
}

/** The departures up to one. */
function pathTo(last: Departure): readonly Departure[] {
  const path: Departure[] = [];
  for (let at = last; at.from !== undefined; at = at.from) {
    path.push(at);
  }
  return path.toReversed();
}

const NONE = new Map<number, Footprint>();

/** Arrays of which a search needs but one each, since it runs one schedule at a time; they stay as long as they were. */
export interface Scratch {
  readonly path: Departure[];
  readonly widths: number[];
}

/** Follows the departures up to one; behind it takes the first job of each choice, and counts how many there were. */
export class Follow implements Chooser {
  /** Where the run left the path: then the program does not depend on the schedule alone. */
  difference: string | undefined;
  /** The departures up to the last one, which is the first here. */
  readonly #path: Departure[];
  /** How many of them are to come. */
  #left = 0;
  readonly #last: Departure;
  readonly #widths: number[];
  /** How many choices there were behind it. */
  #behind = 0;
  #choice = 0;
  readonly touches: Touches | undefined;
  /** Where equivalent schedules are left out: what need not run now. */
  readonly #asleep: Map<number, Footprint>;
  /** The choice that was made last, and that in which the job was taken that runs now. */
  #nap: { touched: Footprint } | undefined;
  #running: { touched: Footprint } | undefined;

  /**
   * @param scratch arrays that one run after another may use
   * @param touches where schedules that are equivalent to others are left out
   */
  constructor(last: Departure, scratch: Scratch, touches?: Touches) {
    this.#path = scratch.path;
    this.#widths = scratch.widths;
    this.#last = last;
    for (let at = last; at.from !== undefined; at = at.from) {
      this.#path[this.#left++] = at;
    }
    this.touches = touches;
    this.#asleep = touches === undefined ? NONE : new Map(last.asleep);
  }

  choose(choice: Choice): number {
    this.#choice++;
    if (this.#left === 0) {
      this.#note(choice);
      return 0;
    }
    const departure = this.#path[this.#left - 1] as Departure;
    const before = departure.from as Departure;
    const width = before.widths[this.#choice - before.choice - 1];
    if (width !== choice.width) {
      this.difference ??= `step ${this.#choice} was a choice of ${width}, and then of ${choice.width}`;
      return 0;
    }
    if (departure.choice !== this.#choice) {
      return 0;
    }
    this.#left--;
    departure.note(choice);
    this.#nap = departure;
    return departure.ran;
  }

  ended(): void {
    const touched = (this.touches as Touches).take();
    if (this.#left > 0) {
      return;
    }
    if (this.#running !== undefined) {
      this.#running.touched = touched;
    }
    for (const [id, wouldTouch] of this.#asleep) {
      if (meet(touched, wouldTouch)) {
        this.#asleep.delete(id);
      }
    }
  }

  took(id: number): void {
    this.#running = this.#nap;
    this.#nap = undefined;
    this.#last.isKnown ||= this.#left === 0 && this.#asleep.has(id);
  }

  #note(choice: Choice): void {
    if (this.#last.isKnown) {
      return;
    }
    this.#widths[this.#behind++] = choice.width;
    if (this.touches === undefined || choice.isOfValues) {
      return;
    }
    const ids = Array.from({ length: choice.width }, (_, index) =>
      Number(choice.id?.(index)),
    );
    const nap = { asleep: new Map(this.#asleep), ids, touched: undefined };
    (this.#last.naps ??= [])[this.#behind - 1] = nap;
    this.#nap = nap;
  }

  /** The run is over. */
  end(): void {
    if (this.#behind > 0) {
      this.#last.widths = this.#widths.slice(0, this.#behind);
    }
    if (this.touches !== undefined) {
      this.ended();
    }
    if (this.#left > 0) {
      const { choice } = this.#path[this.#left - 1] as Departure;
      this.difference ??= `step ${choice} never came`;
    }
  }
}

/** The departures that come behind one, in their order, with one departure more each. */
export function* behind(parent: Departure): Generator<Departure, void, void> {
  const { widths, naps } = parent;
  for (let index = 0; index < widths.length; index++) {
    const choice = parent.choice + index + 1;
    const width = widths[index] as number;
    const nap = naps?.[index];
    if (nap !== undefined) {
      yield* awake(parent, choice, width, nap);
      continue;
    }
    const moment = newMoment();
    for (let ran = 1; ran < width; ran++) {
      yield new Departure(parent, choice, ran, moment);
    }
  }
}

/** Those in one choice, but for the jobs that need not run. */
function* awake(
  parent: Departure,
  choice: number,
  width: number,
  { asleep, ids, touched }: Nap,
): Generator<Departure, void, void> {
  const now = new Map(asleep);
  const moment = newMoment();
  const lull = (ran: number, touched: Footprint): void => {
    const id = ids[ran] as number;
    if (id !== 0 && touched !== undefined) {
      now.set(id, touched);
    }
  };
  lull(0, touched);
  for (let ran = 1; ran < width; ran++) {
    if (!now.has(ids[ran] as number)) {
      const child = new Departure(parent, choice, ran, moment, new Map(now));
      yield child;
      lull(ran, child.touched);
    }
  }
}

/** Below 0 where a path comes before another one of as many departures, 0 where it is the same. */
export function byOrder(a: Departure, b: Departure): number {
  const path = pathTo(b);
  for (const [index, { choice, ran }] of pathTo(a).entries()) {
    const other = path[index] as Departure;
    const difference = choice - other.choice || ran - other.ran;
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}
