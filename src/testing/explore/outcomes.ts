import { safely, shown } from "../../core/checks.ts";
import type { Leeway } from "../loop/leeway.ts";
import {
  scheduleOf,
  type Schedule,
  type ScheduleStep,
} from "../loop/schedule.ts";
import type { Ending, RunRecord } from "../run/run.ts";
import { essenceOf } from "../watch/errors.ts";

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

/**
 * Whatever knows the departures that a run took.
 *
 * @internal
 */
export interface Taken {
  readonly steps: readonly ScheduleStep[];
}

/**
 * A distinct ending, and the first run that led there. It is what users are given of it, too, and to them reads as plain
 * data: there may be a great many, and each is one object.
 *
 * @internal
 */
export class Found implements Outcome {
  static {
    Object.defineProperty(this.prototype, "constructor", { value: Object });
  }

  readonly output: string;
  count: number;
  declare error?: unknown;
  declare readonly schedule: Schedule;
  readonly #taken: Taken;
  readonly #leeway: Leeway | undefined;
  #schedule: Schedule | undefined;

  constructor(
    { output, ending }: RunRecord<unknown>,
    taken: Taken,
    leeway: Leeway | undefined,
    count = 1,
  ) {
    this.output = output;
    this.count = count;
    if ("error" in ending) {
      this.error = ending.error;
    }
    this.#taken = taken;
    this.#leeway = leeway;
    Object.defineProperty(this, "schedule", SCHEDULE);
  }

  /** Whether another run failed in the same way, places in the source aside. */
  isLike({ output, ending }: RunRecord<unknown>): boolean {
    return (
      "error" in ending &&
      output === this.output &&
      classOf(ending.error) === classOf(this.error)
    );
  }

  /** It is put into words only when somebody asks. */
  static inWords(found: Found): Schedule {
    return (found.#schedule ??= scheduleOf(found.#taken.steps, found.#leeway));
  }
}

/** One for all: an object with a getter of its own is far larger. */
const SCHEDULE: PropertyDescriptor & ThisType<Found> = {
  configurable: true,
  enumerable: true,
  get() {
    return Found.inWords(this);
  },
};

function classOf(error: unknown): unknown {
  return safely(() => (error as object | null)?.constructor, undefined);
}

/**
 * What differs first between two runs, in words.
 *
 * @internal
 */
export function differenceOf(
  first: Pick<RunRecord<unknown>, "output" | "ending">,
  second: Pick<RunRecord<unknown>, "output" | "ending">,
): string {
  const [before, after] = [first, second].map(({ output }) =>
    output.split("\n"),
  ) as [string[], string[]];
  const most = Math.max(before.length, after.length);
  for (let index = 0; index < most; index++) {
    if (before[index] !== after[index]) {
      const [was, then] = [before, after].map((lines) =>
        index < lines.length - 1 ? shown(lines[index]) : "missing",
      );
      return `line ${index + 1} was ${was}, and then ${then}`;
    }
  }
  return `main ${shownEnding(first.ending)}, and then ${shownEnding(second.ending)}`;
}

function shownEnding(ending: Ending<unknown>): string {
  if (!("error" in ending)) {
    return "returned";
  }
  const { error } = ending;
  return `threw ${inWords(error, () => `${String(error).split("\n", 1)[0]}`)}`;
}

/**
 * What makes two endings the same: what was printed, and the class and message of the error.
 *
 * @internal
 */
export function keyOf({ output, ending }: RunRecord<unknown>): string {
  if (!("error" in ending)) {
    return output;
  }
  const { error } = ending;
  return `${output}\0${inWords(error, (it) => `${it.constructor.name}\0${essenceOf(it)}`)}`;
}

/**
 * Whether it is one, also of another realm: in the sandbox of a test runner, those that Node throws are.
 *
 * @internal
 */
export function isError(it: unknown): it is Error {
  return it instanceof Error || TAGS.has(Object.prototype.toString.call(it));
}

/** Of an error and, such as the reason of an abort, of a DOMException. */
const TAGS = new Set(["[object Error]", "[object DOMException]"]);

/**
 * @param ofError what an error is in words; anything else is shown, also what fails at that
 * @internal
 */
export function inWords(
  error: unknown,
  ofError: (error: Error) => string,
): string {
  const words = safely(
    () => (isError(error) ? ofError(error) : undefined),
    undefined,
  );
  return words ?? shown(error);
}
