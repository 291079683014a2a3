import { isLeeway, ownLeeway, type Leeway } from "./leeway.ts";
import type { Touches } from "./touches.ts";

/** What a job is. */
export interface JobName {
  /** Whose code it is: the name of a task, or `main`. */
  readonly who: string;
  /** What it has waited for, or what kind of job it is. */
  readonly what: string;
}

/** A moment at which more than one job could run next. */
export interface Choice {
  /** How many jobs there are, at least two. */
  readonly width: number;
  /** The virtual millisecond. */
  readonly now: number;
  /** The program chooses a value: then the jobs are its values. */
  readonly isOfValues?: boolean;
  /** What one of them is; index 0 is the first in the ordinary order. */
  job(index: number): JobName;
  /** A number by which a job is the same in every run up to where two runs part; 0 for one that moves time. */
  id?(index: number): number;
  /** Where in its source the program has set it or waits for it, where that was taken down. */
  place?(index: number): unknown;
}

/** Picks what runs next where more than one job could. */
export interface Chooser {
  /** @returns the index of the job to run */
  choose(choice: Choice): number;
  /** Where it takes down what jobs touch. */
  readonly touches?: Touches | undefined;
  /** The job that ran has ended, if one did. */
  ended?(): void;
  /** A job runs next. @param id as in a choice; 0 also for an immediate */
  took?(id: number): void;
}

/** A departure: a choice in which another job ran than the first of those that were ready. */
export interface ScheduleStep {
  /** Which choice of the run it is, from 1; moments at which only one thing was ready do not count. */
  readonly choice: number;
  /** Who has chosen a value there, where it is no choice of jobs. */
  readonly chooser?: string;
  /** The virtual millisecond. */
  readonly at: number;
  /** All jobs that could have run, in the ordinary order: tasks by name with what they had waited for, and timers. Or all values. */
  readonly among: readonly string[];
  /** The index of the job that ran, from 1: index 0 is the one that runs in the ordinary order. */
  readonly ran: number;
}

/**
 * The departures of a run from the ordinary order; in every other choice, the first job ran.
 *
 * It is plain data, to be kept in a test: `runVirtual(main, { schedule })` replays it. As text it reads as steps; the text
 * can be kept and replayed as well.
 */
export interface Schedule extends Leeway {
  readonly steps: readonly ScheduleStep[];
  toString(): string;
}

/** Makes a schedule that prints its departures, one a line. */
export function scheduleOf(
  steps: readonly ScheduleStep[],
  leeway?: Leeway,
): Schedule {
  const schedule = { steps, ...leeway };
  Object.defineProperty(schedule, "toString", {
    value: () => shownSchedule(schedule),
  });
  return schedule;
}

/** Whether it is one, also as plain data or as text. */
export function isSchedule(it: unknown): boolean {
  if (typeof it === "string") {
    return readText(it) !== undefined;
  }
  const { steps, ...leeway } = Object(it) as Schedule;
  return Array.isArray(steps) && isLeeway(leeway);
}

/** A job in words. */
export function shownJob({ who, what }: JobName): string {
  return `${who} (${what})`;
}

const ORDINARY = "the ordinary order";
/** What may stand below the steps. */
const PLACES = /^\s*where step \d+ comes from:[^]*/m;

function shownSchedule({ steps, vary, latency }: Schedule): string {
  if (steps.length === 0) {
    return ORDINARY;
  }
  const leeway = [
    ...(vary === undefined ? [] : [`vary: ${vary}`]),
    ...(latency === undefined ? [] : [`latency: ${latency}`]),
  ];
  return [
    ...(leeway.length === 0 ? [] : [`with ${leeway.join(", ")}`]),
    ...steps.map(shownStep),
  ].join("\n");
}

/** A schedule as text: what may change places, and its steps, each with the number of its choice. */
interface ScheduleText extends Leeway {
  readonly steps: readonly { readonly choice: number; readonly line: string }[];
}

/** @returns undefined for what is no schedule */
function readText(text: string): ScheduleText | undefined {
  const lines = text
    .replace(PLACES, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && line !== ORDINARY);
  const first =
    /^with (?:vary: (turns|deadlines))?(?:, )?(?:latency: (\d+))?$/.exec(
      lines[0] ?? "",
    );
  const steps = lines.slice(first === null ? 0 : 1).map((line) => ({
    choice: Number(/^step (\d+), at /.exec(line)?.[1]),
    line,
  }));
  if (text.trim() === "" || steps.some(({ choice }) => !(choice > 0))) {
    return undefined;
  }
  const vary = first?.[1] as Leeway["vary"];
  return { steps, ...ownLeeway({ vary, latency: Number(first?.[2] ?? 0) }) };
}

function shownStep({ choice, chooser, at, among, ran }: ScheduleStep): string {
  const when = `step ${choice}, at ${at} ms:`;
  return chooser === undefined
    ? `${when} ${among[ran]} runs before ${among.slice(0, ran).join(", ")}`
    : `${when} ${chooser} chooses ${among[ran]} from ${among.join(", ")}`;
}

/** Puts a choice into words. */
export function stepOf(at: Choice, choice: number, ran: number): ScheduleStep {
  const jobs = Array.from({ length: at.width }, (_, i) => at.job(i));
  return stepFrom(jobs, { choice, at: at.now, ran }, at.isOfValues);
}

/** Puts the jobs of a choice into words. */
export function stepFrom(
  jobs: readonly JobName[],
  { choice, at, ran }: Omit<ScheduleStep, "among">,
  areValues: boolean | undefined,
): ScheduleStep {
  if (areValues) {
    const among = jobs.map(({ what }) => what);
    return { choice, chooser: (jobs[0] as JobName).who, at, among, ran };
  }
  return { choice, at, among: jobs.map(shownJob), ran };
}

/** A schedule does not fit the program on which it is replayed: the code has changed since. */
export class ScheduleError extends Error {
  static {
    this.prototype.name = "ScheduleError";
  }
}

/** A step that a replay is to come to. */
interface Wanted {
  readonly choice: number;
  readonly words: string;
  /** @returns the index of the job that is to run, or -1 where the choice is another one */
  find(choice: Choice): number;
}

/** Follows a schedule exactly, or says at which step the program no longer fits it. */
export class Replay implements Chooser {
  /** What may change places. */
  readonly leeway: Leeway | undefined;
  readonly #steps: readonly Wanted[];
  #choice = 0;
  #done = 0;
  #mismatch: ScheduleError | undefined;
  /** For each step, what ran and what it ran before. */
  readonly met: (readonly MetJob[])[] = [];

  constructor(schedule: Schedule | string) {
    if (typeof schedule === "string") {
      const text = readText(schedule) as ScheduleText;
      this.#steps = text.steps.map(wantedLine);
      this.leeway = ownLeeway(text);
    } else {
      this.#steps = schedule.steps.map(wantedStep);
      this.leeway = ownLeeway(schedule);
    }
  }

  choose(choice: Choice): number {
    const step = this.#steps[this.#done];
    if (++this.#choice !== step?.choice) {
      return 0;
    }
    const ran = step.find(choice);
    if (ran < 0) {
      const found = shownChoice(stepOf(choice, step.choice, 0));
      this.#mismatch = mismatch(step, `expected ${step.words}, found ${found}`);
      return 0;
    }
    this.#done++;
    if (choice.place !== undefined) {
      this.met.push(metJobs(choice, step.choice, ran));
    }
    return ran;
  }

  /** The error that says that the run did not fit the schedule, if it did not. */
  get mismatch(): ScheduleError | undefined {
    const next = this.#steps[this.#done];
    return next === undefined
      ? undefined
      : (this.#mismatch ??= mismatch(next, `${next.words} never came`));
  }
}

/** A job of a step, and where in its source the program has set it or waits for it. */
export interface MetJob {
  readonly step: number;
  readonly job: string;
  readonly place: unknown;
}

/** What ran first, then what it ran before. */
function metJobs(choice: Choice, step: number, ran: number): MetJob[] {
  const before = Array.from({ length: ran }, (_, index) => index);
  return [ran, ...before].map((index) => ({
    step,
    job: shownJob(choice.job(index)),
    place: choice.place?.(index),
  }));
}

function wantedStep(step: ScheduleStep): Wanted {
  const { choice, ran } = step;
  const words = shownChoice(step);
  const find = (at: Choice): number =>
    shownChoice(stepOf(at, choice, ran)) === words ? ran : -1;
  return { choice, words, find };
}

function wantedLine({ choice, line }: ScheduleText["steps"][number]): Wanted {
  const find = (at: Choice): number =>
    Array.from({ length: at.width }, (_, ran) => stepOf(at, choice, ran))
      .map(shownStep)
      .indexOf(line);
  return { choice, words: `"${line}"`, find };
}

function mismatch({ choice }: Wanted, what: string): ScheduleError {
  return new ScheduleError(
    `Cannot replay the schedule: the program has changed, at step ${choice} ${what}`,
  );
}

function shownChoice({ chooser, at, among }: ScheduleStep): string {
  const whose = chooser === undefined ? "" : `${chooser} to choose from `;
  return `${whose}${among.join(", ")} at ${at} ms`;
}
