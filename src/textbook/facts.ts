import type { Place, PrintedLine, TimelineEvent } from "../testing/index.ts";

/** What a test may leave behind for the book. */
export interface Recorded {
  readonly run?: RecordedRun | undefined;
  readonly luck?: RecordedLuck | undefined;
  /** A text that a page shows as it is, such as an error as it was printed. */
  readonly shown?: string | undefined;
}

/** What a program asks of a generator, or of another source of values, and what that gives. */
export type SourceEvent = { readonly at: number; readonly who: string } & (
  | {
      readonly kind: "asked";
      readonly source: string;
      readonly how: "next" | "return" | "throw";
    }
  | {
      readonly kind: "gave";
      readonly to: string;
      readonly how: "value" | "end" | "error";
      /** The value, or the error. */
      readonly value: string;
    }
);

/** Something that happened in a run. */
export type RunEvent = TimelineEvent | SourceEvent;

/** A run in virtual time. */
export interface RecordedRun {
  readonly lines: readonly PrintedLine[];
  readonly timeline: readonly RunEvent[];
  /** Where in the program each event happened, innermost first. */
  readonly places: readonly (readonly Place[])[];
}

/** More outcomes of a program than anybody reads. */
export const MOST_OUTCOMES = 8;

/** The outcomes of a program over all its schedules. */
export interface RecordedLuck {
  readonly schedules: number;
  readonly departures: number;
  readonly complete: boolean;
  readonly outcomes: readonly RecordedOutcome[];
  /** What the program can print where turns keep their order and only equal deadlines change places. */
  readonly byClock: readonly string[];
}

/** One of the distinct ways in which a program can end. */
export interface RecordedOutcome {
  readonly output: string;
  readonly error?: string;
  readonly count: number;
  /** The departures of the simplest schedule that leads there, one a line. */
  readonly schedule: string;
  /** The run to which that schedule leads, if it was recorded. */
  readonly run?: EndingRun;
}

/** A run that departs from the ordinary order. */
export interface EndingRun {
  readonly timeline: readonly RunEvent[];
  /** Where it departs, once or several times: the numbers of the events with which a departure shows, from 0. */
  readonly departures: readonly number[];
}

/** How a test ended; a filter skips those that it leaves out. */
export type TestState = "passed" | "failed" | "skipped" | "todo";

/** What is known of a test once it has run. */
export interface TestFact extends Recorded {
  readonly title: string;
  /** The titles of the describes around it, from the outermost. */
  readonly groups: readonly string[];
  readonly state: TestState;
  readonly errors: readonly string[];
  /** The line of its file where it begins, from 1. */
  readonly line: number;
}

/** What is known of a spec file once it has run. */
export interface SpecFact {
  /** As a path from the root of the project. */
  readonly file: string;
  readonly tests: readonly TestFact[];
  /** Why the file could not run, or what failed in it outside of its tests. */
  readonly errors: readonly string[];
}

/** How often each line with code on it ran, by line number from 1. */
export type LineHits = ReadonlyMap<number, number>;

/** What is known of a test run once it is over: plain data, without dates, durations or absolute paths. */
export interface RunFacts {
  readonly specs: readonly SpecFact[];
  /** Errors that belong to no test. */
  readonly errors: readonly string[];
  /** By path from the root of the project; undefined if the run did not measure coverage. */
  readonly coverage: ReadonlyMap<string, LineHits> | undefined;
}

/** How many tests ended in which way. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly todo: number;
}

/** Counts the tests by state; a file that could not run counts as one failure. */
export function tallyOf(specs: readonly SpecFact[]): Tally {
  const tests = specs.flatMap((spec) => spec.tests);
  const count = (state: TestState): number =>
    tests.filter((test) => test.state === state).length;
  const broken = specs.filter((spec) => spec.errors.length > 0).length;
  return {
    passed: count("passed"),
    failed: count("failed") + broken,
    todo: count("todo"),
  };
}
