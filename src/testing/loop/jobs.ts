import type { Observer, Turn } from "../../core/host.ts";
import type { Trace } from "../node/source-places.ts";

/** A callback due at a moment. */
export interface Timer extends Turn {
  readonly deadline: number;
  /** Resumes code only on a turn, so all of them that are due at a moment can line up before anything runs. */
  readonly isSleep: boolean;
  /** Whose code set it. */
  readonly owner: string;
  /** Counts the timers of a run, from 1, in the order they were set. */
  readonly number: number;
  /** Where it was set. */
  readonly trace: Trace | undefined;
  /** The handle that the code under test has, if it has one. */
  readonly source: { hasRef(): boolean } | undefined;
}

/** A callback to run on the next lap: what `setImmediate` makes. */
export interface Immediate extends Turn {
  isCleared: boolean;
  /** Whose code set it. */
  readonly owner: string;
}

/** What a job is. */
export interface JobName {
  /** Whose code. */
  readonly who: string;
  /** What it has waited for, or what kind of job it is. */
  readonly what: string;
}

/** Knows whose code runs, and what a turn is. */
export interface LoopObserver extends Observer {
  name: string;
  nameOf(turn: Turn): JobName;
}
