import { shown } from "../../core/checks.ts";
import type { Schedule } from "../loop/schedule.ts";

/** What assertion libraries leave in their errors for those who show a difference. */
const OF_ASSERTIONS = ["actual", "expected", "showDiff", "operator"] as const;

/**
 * A program fails under a schedule.
 *
 * - The message is that of the error with which it fails, and then the schedule's steps.
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
    const words = error instanceof Error ? error.message : shown(error);
    super(`${words}\n\n${String(schedule)}`, { cause: error });
    this.schedule = schedule;
    if (error instanceof Error) {
      this.stack = [`${this.name}: ${this.message}`, ...framesOf(error)].join(
        "\n",
      );
      for (const name of OF_ASSERTIONS.filter((it) => it in error)) {
        const value = (error as { [of in typeof name]?: unknown })[name];
        Object.assign(this, { [name]: value });
      }
    }
  }
}

/** A program cannot be searched: it does not depend on the schedule alone. */
export class DeterminismError extends Error {
  static {
    this.prototype.name = "DeterminismError";
  }
}

function framesOf({ stack }: Error): readonly string[] {
  return String(stack)
    .split("\n")
    .filter((line) => /^\s+at /.test(line));
}
