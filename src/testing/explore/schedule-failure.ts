import { isError } from "./outcomes.ts";
import { safely, shown } from "../../core/checks.ts";
import type { Schedule } from "../loop/schedule.ts";

/** What assertion libraries leave in their errors for those who show a difference. */
const OF_ASSERTIONS = ["actual", "expected", "showDiff", "operator"] as const;

/** For the schedules of failures, where in the source what changed places comes from, in lines. */
export const placesOf = new WeakMap<Schedule, readonly string[]>();

/**
 * A program fails under a schedule.
 *
 * - The message is that of the error with which it fails, then the schedule's steps, and where in the source what changed
 *   places there was set or waits.
 * - `cause` is that error.
 * - It has that error's place, and what a test runner needs to show a difference.
 */
export class ScheduleFailure extends Error {
  static {
    this.prototype.name = "ScheduleFailure";
  }

  /** The simplest schedule that fails: `runVirtual(main, { schedule })` replays it. */
  readonly schedule: Schedule;

  constructor(error: unknown, schedule: Schedule) {
    const parts = safely(() => partsOf(error), undefined);
    const words = parts?.message ?? shown(error);
    const places = placesOf.get(schedule)?.join("\n");
    const steps = [String(schedule), places].filter(Boolean);
    super([words, ...steps].join("\n\n"), { cause: error });
    this.schedule = schedule;
    if (parts !== undefined) {
      const { frames, ofAssertion } = parts;
      this.stack = [`${this.name}: ${this.message}`, ...frames].join("\n");
      Object.assign(this, ofAssertion);
    }
  }
}

/** A program cannot be searched: it does not depend on the schedule alone. */
export class DeterminismError extends Error {
  static {
    this.prototype.name = "DeterminismError";
  }
}

/** What is shown of an error; nothing where it is none. */
interface Parts {
  readonly message: string;
  readonly frames: readonly string[];
  readonly ofAssertion: object;
}

function partsOf(error: unknown): Parts | undefined {
  if (!isError(error)) {
    return undefined;
  }
  const { message, stack } = error;
  const lines = String(stack).split("\n");
  const has = error as unknown as Readonly<Record<string, unknown>>;
  const names = OF_ASSERTIONS.filter((name) => name in has);
  return {
    message,
    frames: lines.filter((line) => /^\s+at /.test(line)),
    ofAssertion: Object.fromEntries(names.map((name) => [name, has[name]])),
  };
}
