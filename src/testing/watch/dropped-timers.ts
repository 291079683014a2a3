import type { Timer } from "../loop/virtual-timers.ts";
import { at, type Trace } from "../node/source-places.ts";

/** So many are named. */
const MOST = 3;
/** So many are known: some are of one place. */
const MOST_KNOWN = 10;

interface Dropped {
  readonly who: string;
  readonly trace: Trace;
}

/** The latest. */
let dropped: readonly Dropped[] = [];

/** A run is over, and these timers with it; one without a ref was set to be left. */
export function drop(timers: readonly Timer[]): void {
  const placed = timers
    .filter(({ note, handle }) => note !== undefined && handle?.hasRef())
    .toSorted((a, b) => a.number - b.number)
    .map(({ who, note }) => ({ who, trace: note as Trace }));
  dropped = [...dropped, ...placed].slice(-MOST_KNOWN);
}

/**
 * The latest timers that ended with the runs in which they were set, a line each. A program that keeps one in a variable
 * that outlives the run, as what debounces does, waits in a later run for what never comes.
 */
export function droppedTimers(): readonly string[] {
  const lines = dropped.map(({ who, trace }) => `${who}${at(trace)}`);
  return [...new Set(lines)].slice(-MOST);
}
