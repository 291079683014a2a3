import {
  stepFrom,
  type Choice,
  type Chooser,
  type JobName,
  type ScheduleStep,
} from "../loop/schedule.ts";

/** One departure more than the schedule from which it was found; so a schedule is short, however long the program. */
export class Departure {
  readonly choice: number;
  readonly ran: number;
  /** How many jobs there were in each choice behind this one. */
  readonly widths: number[] = [];
  readonly from: Departure | undefined;
  #at = 0;
  /** Whose jobs could have run, each name followed by what the job is; an object for each would take too much memory. */
  readonly #among: string[] = [];
  #isOfValues: boolean | undefined = undefined;

  /** Without arguments, the ordinary order, which departs from nothing. */
  constructor(from?: Departure, choice = 0, ran = 0) {
    this.from = from;
    this.choice = choice;
    this.ran = ran;
  }

  /** The departures up to this one, in words, once it has been followed. */
  get steps(): readonly ScheduleStep[] {
    return pathTo(this).map((departure) => departure.#step());
  }

  /** Takes down the jobs of the choice; once, since they are the same each time. */
  note(choice: Choice): void {
    if (this.#among.length === 0) {
      this.#at = choice.now;
      this.#isOfValues = choice.isOfValues;
      for (let index = 0; index < choice.width; index++) {
        const { who, what } = choice.job(index);
        this.#among.push(who, what);
      }
    }
  }

  #step(): ScheduleStep {
    const jobs: JobName[] = [];
    for (let index = 0; index < this.#among.length; index += 2) {
      const [who, what] = this.#among.slice(index) as [string, string];
      jobs.push({ who, what });
    }
    const { choice, ran } = this;
    return stepFrom(jobs, { choice, at: this.#at, ran }, this.#isOfValues);
  }
}

/** The departures up to one. */
function pathTo(last: Departure): readonly Departure[] {
  const path: Departure[] = [];
  for (let at = last; at.from !== undefined; at = at.from) {
    path.push(at);
  }
  return path.toReversed();
}

/** Follows the departures up to one; behind it takes the first job of each choice, and counts how many there were. */
export class Follow implements Chooser {
  readonly #path: readonly Departure[];
  readonly #widths: number[];
  #next = 0;
  #choice = 0;

  constructor(last: Departure) {
    this.#path = pathTo(last);
    this.#widths = last.widths;
  }

  choose(choice: Choice): number {
    this.#choice++;
    const departure = this.#path[this.#next];
    if (departure === undefined) {
      this.#widths.push(choice.width);
      return 0;
    }
    if (departure.choice !== this.#choice) {
      return 0;
    }
    this.#next++;
    departure.note(choice);
    return departure.ran;
  }
}

/** Every schedule with one departure more, which comes behind the last one so far: so each is found once. */
export function* further(
  followed: readonly Departure[],
): Generator<Departure, void, void> {
  for (const departure of followed) {
    for (const [index, width] of departure.widths.entries()) {
      for (let ran = 1; ran < width; ran++) {
        yield new Departure(departure, departure.choice + index + 1, ran);
      }
    }
  }
}
