import type { Leak } from "./watch/leaks.ts";
import type { PrintedLine } from "./node/console.ts";
import type { TimelineEvent } from "./watch/timeline.ts";

/** How a run ended. */
export interface RunEnd<T> {
  readonly ending: Ending<T>;
  readonly lines: readonly PrintedLine[];
  readonly output: string;
  readonly elapsed: number;
  readonly leaks: readonly Leak[];
  readonly timeline: readonly TimelineEvent[];
}

/** What main returned, or what ended it. */
export type Ending<T> = { readonly result: T } | { readonly error: unknown };
