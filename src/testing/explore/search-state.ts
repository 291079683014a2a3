import type { Schedule } from "../loop/schedule.ts";

/** Where a search has stopped: plain data, with which another one goes on. */
export interface SearchState {
  /** How many departures the schedules have that it was about to run. */
  readonly round: number;
  /** The last of them that it has run: the numbers of its choices, and what ran in each. */
  readonly position?:
    readonly (readonly [choice: number, ran: number])[] | undefined;
  /** Whether there are some with one departure more. */
  readonly hasMore: boolean;
  /** How many schedules it has run. */
  readonly schedules: number;
  /** What it has found: how many schedules led to each ending, and the first of them. */
  readonly outcomes: readonly {
    readonly count: number;
    readonly schedule: Schedule;
  }[];
}

/** Whether it is one, also as plain data. */
export function isSearchState(it: unknown): boolean {
  const { round, schedules, outcomes } = Object(it) as Partial<SearchState>;
  return (
    typeof round === "number" &&
    typeof schedules === "number" &&
    Array.isArray(outcomes)
  );
}
