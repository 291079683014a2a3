import type { RecordedLuck, RecordedRun } from "../../facts.ts";

/** A name that a program takes from a module, and the line where it does. */
export interface Wanted {
  readonly name: string;
  readonly module: string;
  readonly line: number;
}

/** What the page asks of the worker. */
export type Order =
  | {
      readonly kind: "run";
      /** The program as the browser can run it: text, the name of a module that is imported there, text, and so on. */
      readonly pieces: readonly string[];
      readonly wanted: readonly Wanted[];
      /** What stacks call it. */
      readonly file: string;
      /** Whether it starts its own virtual runs, and so is not run in one. */
      readonly runsItself: boolean;
      /** Whether it exports nothing, so that all of it is its main. */
      readonly isAllMain: boolean;
    }
  | { readonly kind: "explore"; readonly schedules: number }
  | { readonly kind: "cancel" }
  /** To work as hard as a program might. */
  | { readonly kind: "toil" }
  | { readonly kind: "replay"; readonly ending: number };

/** Why a program failed, or could not even begin. */
export interface Failure {
  /** `syntax` if the browser could not read it: only the page finds out where. */
  readonly kind: "syntax" | "start" | "run";
  readonly text: string;
  /** The line of the program, if that is known. */
  readonly line?: number | undefined;
}

/** A run of the reader's program. */
export interface Played extends RecordedRun {
  readonly failure?: Failure | undefined;
  /** How many lines it has printed; only the first of them are kept. */
  readonly printed: number;
}

/** A line that a program has printed that may still be under way. */
export interface Printed {
  readonly at: number;
  readonly text: string;
}

/** What the worker tells, as JSON: it is data, and never anything else. */
export type Told =
  | { readonly kind: "begun" | "alive" }
  | { readonly kind: "toiled"; readonly sum: number }
  | { readonly kind: "printed"; readonly lines: readonly Printed[] }
  | { readonly kind: "played"; readonly played: Played }
  | {
      readonly kind: "progress";
      readonly schedules: number;
      readonly endings: number;
    }
  | {
      readonly kind: "explored";
      readonly luck: RecordedLuck;
      /** Whether the search can go on. */
      readonly hasMore: boolean;
    };
