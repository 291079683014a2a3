import type { Timer } from "../loop/virtual-timers.ts";
import type { PrintedLine } from "../node/console.ts";
import { at, type Trace } from "../node/source-places.ts";
import { LeakError } from "./errors.ts";
import type { ProgramObserver } from "./observer.ts";

/** Something that main left behind. */
export interface Leak {
  readonly kind: "timer" | "task" | "context" | "generator";
  /** In words: what it is, whose, since which virtual millisecond, and where in the source. */
  readonly text: string;
}

/** The error that lists what main left behind. */
export function leakErrorOf(
  leaks: readonly Leak[],
  lines: readonly PrintedLine[],
): LeakError {
  const texts = leaks.map(({ text }) => text);
  return new LeakError(
    ["Cannot end cleanly: main left something behind", ...texts].join("\n  "),
    lines,
  );
}

/**
 * The tasks, contexts and timers that are left once main has ended and nothing is ready any more.
 *
 * @internal
 */
export function leftBehind(
  observer: ProgramObserver,
  timers: readonly Timer[],
): readonly Leak[] {
  return [
    ...tasksLeft(observer),
    ...contextsLeft(observer),
    ...timersLeft(observer, timers),
  ];
}

function tasksLeft({ tasks, waits }: ProgramObserver): Leak[] {
  return [...tasks.values()].map(({ name, trace }) => {
    const wait = waits.find(({ who }) => who === name);
    const doing =
      wait === undefined
        ? ""
        : `, it waits for ${wait.what} since ${wait.since} ms`;
    return {
      kind: "task",
      text: `the task ${name}, created${at(trace)}, has not ended${doing}`,
    };
  });
}

function contextsLeft({ contexts }: ProgramObserver): Leak[] {
  return [...contexts.values()].map(({ who, since, trace }) => ({
    kind: "context",
    text: `a context that ${who} entered at ${since} ms${at(trace)} is not exited`,
  }));
}

/** A sleep of a task that is left says nothing new, and a timer without a ref was set to be left. */
function timersLeft(
  { tasks }: ProgramObserver,
  timers: readonly Timer[],
): Leak[] {
  const names = new Set([...tasks.values()].map(({ name }) => name));
  return timers
    .filter(({ who, handle }) => handle?.hasRef() ?? !names.has(who))
    .map(({ isSleep, who, deadline, note }) => ({
      kind: "timer",
      text: `a ${isSleep ? "sleep" : "timer"} that ${who} set${at(note as Trace | undefined)} is pending, due at ${deadline} ms`,
    }));
}
