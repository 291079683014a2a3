import type { JobName } from "./jobs.ts";

/** A moment at which more than one job could run next. */
export interface Choice {
  /** How many they are, at least two. */
  readonly width: number;
  readonly now: number;
  /** What one of them is; index 0 is the first in the ordinary order. */
  job(index: number): JobName;
}

/** Picks what runs next where more than one job could. */
export interface Chooser {
  /** @returns the index of the job to run */
  choose(choice: Choice): number;
}
