import { cannot } from "../../core/checks.ts";
import type { Leeway } from "../loop/leeway.ts";
import {
  isSchedule,
  ScheduleError,
  shownJob,
  type Choice,
  type Chooser,
  type Replay,
  type Schedule,
} from "../loop/schedule.ts";
import { fs, path } from "../node/builtins.ts";
import { nameOfTest } from "../node/vitest.ts";
import type { PrintedLine } from "../node/console.ts";
import type { CheckedOptions, RunOptions } from "./options.ts";
import type { TimelineEvent } from "../watch/timeline.ts";

/** A failure that a search has found, as it stands in a file: all that it takes to look at it and to run it again. */
export interface KeptFailure {
  /** The name of main, or of the test that runs it. */
  readonly program: string;
  /** With what it failed, in words. */
  readonly error: string;
  /** How it was run. */
  readonly options: RunOptions;
  /** Its departures from the ordinary order. */
  readonly schedule: Schedule;
  /** What ran in each choice, up to the last departure. */
  readonly path: readonly string[];
  /** What it printed, the last thousand lines. */
  readonly transcript: readonly PrintedLine[];
  /** What happened, the last thousand events. */
  readonly timeline: readonly TimelineEvent[];
}

/** So many lines and events are kept at most: the file is to be small. */
export const MOST_KEPT = 1_000;

/** Whether it names the file of a failure, or is what stands in one. */
export function isKept(it: unknown): boolean {
  return typeof it === "string" || isFailure(it);
}

/** Whether there are files at all. */
export const canKeep = fs !== undefined && path !== undefined;

/** Writes a failure to a file, and makes the folders that lead to it. */
export function keepFailure(file: string, failure: KeptFailure): void {
  fs?.mkdirSync(`${path?.dirname(file)}`, { recursive: true });
  fs?.writeFileSync(file, `${JSON.stringify(failure, null, 2)}\n`);
}

/**
 * @param kept the name of its file, or what stands in it
 * @throws Error if there is no such file, TypeError if something else stands in it
 */
export function readFailure(act: string, kept: string | KeptFailure) {
  if (typeof kept !== "string") {
    return kept;
  }
  let failure: unknown;
  try {
    failure = JSON.parse(`${fs?.readFileSync(kept, "utf8")}`);
  } catch (cause) {
    throw new Error(cannot(act, "kept must be a file that can be read", kept), {
      cause,
    });
  }
  if (!isFailure(failure)) {
    throw new TypeError(
      cannot(act, "kept must be a failure that a search has kept", kept),
    );
  }
  return failure as KeptFailure;
}

function isFailure(it: unknown): boolean {
  const { schedule, options, path } = Object(it) as Partial<KeptFailure>;
  return (
    typeof schedule === "object" &&
    isSchedule(schedule) &&
    typeof options === "object" &&
    Array.isArray(path)
  );
}

/** What to call a program. */
export function nameOf(main: () => unknown): string {
  return main.name || (nameOfTest() ?? "main");
}

/** How a run was told to run, as far as a file can say it. */
export function optionsToKeep(settings: CheckedOptions): RunOptions {
  const { leaks, now, seed, maxElapsed, patience, jobsPerMoment } = settings;
  const bounds = { maxElapsed, patience, jobsPerMoment };
  const finite = Object.entries(bounds).filter(([, it]) => it !== Infinity);
  return { leaks, now, seed, ...Object.fromEntries(finite) };
}

/** Takes down what runs in each choice of a replay; where it is to be what was kept, finds where it first is not. */
export class Path implements Chooser {
  readonly taken: string[] = [];
  readonly #replay: Replay;
  readonly #kept: readonly string[];
  #left: string | undefined;

  constructor(replay: Replay, kept: readonly string[] = []) {
    this.#replay = replay;
    this.#kept = kept;
  }

  /** What may change places. */
  get leeway(): Leeway | undefined {
    return this.#replay.leeway;
  }

  choose(choice: Choice): number {
    const ran = this.#replay.choose(choice);
    const job = `${shownJob(choice.job(ran))}, one of ${choice.width}`;
    const at = this.taken.push(job);
    const kept = this.#kept[at - 1];
    if (kept !== undefined && kept !== job) {
      this.#left ??= `at step ${at} expected ${kept}, found ${job}`;
    }
    return ran;
  }

  /** The error that says where the program left the path, if it did. */
  get mismatch(): ScheduleError | undefined {
    return this.#left === undefined
      ? this.#replay.mismatch
      : new ScheduleError(
          `Cannot replay the schedule: the program has changed, ${this.#left}`,
        );
  }
}
