import type { Timer } from "../loop/virtual-timers.ts";
import { at, lineOf, type Place, type Trace } from "../node/source-places.ts";
import type { PendingAwait, PromiseLog } from "./promise-log.ts";
import type { PrintedLine } from "../node/console.ts";
import { DeadlockError, TimeLimitError } from "./errors.ts";
import type { KnownWait, ProgramObserver } from "./observer.ts";

/** So many timers are named. */
const MOST_TIMERS = 10;

/** What is known of a run that does not go on. */
export interface Standstill {
  readonly observer: ProgramObserver;
  readonly promiseLog: PromiseLog | undefined;
  /** What was printed. */
  readonly lines: readonly PrintedLine[];
  /** The timers that are pending. */
  readonly timers: readonly Timer[];
  /** What outside was open and silent when time went on, in words. */
  readonly overtaken: readonly string[];
}

/** The error that says who waits for what, in a run that cannot finish. */
export function deadlockOf(standstill: Standstill): DeadlockError {
  const { lines, timers } = standstill;
  const why =
    timers.length === 0
      ? "Cannot finish: nothing is ready and no timer is pending"
      : "Cannot finish: nothing is ready, and the timers that are pending only repeat and have no ref";
  const who = whoWaits(standstill, () => "repeats");
  return new DeadlockError([why, ...who].join("\n  "), lines);
}

/** The same, in a run whose timers only repeat. */
export function endlessOf(
  standstill: Standstill,
  firings: number,
): DeadlockError {
  const why = `Cannot finish: ${firings} timers have fired in a row, and nobody who waits went on`;
  const who = whoWaits(standstill, () => "repeats");
  return new DeadlockError([why, ...who].join("\n  "), standstill.lines);
}

/** The error that says who waits for what, in a run that takes too long. */
export function timeLimitOf(
  standstill: Standstill,
  maxElapsed: number,
): TimeLimitError {
  const why = `Cannot finish: it would take more than the ${maxElapsed} ms of maxElapsed`;
  const who = whoWaits(
    standstill,
    ({ deadline }) => `is due at ${deadline} ms`,
  );
  return new TimeLimitError([why, ...who].join("\n  "), standstill.lines);
}

/** A line for each piece of code that waits, each timer, and each silent end outside. */
function whoWaits(
  { observer, promiseLog, timers, overtaken }: Standstill,
  whatOf: (timer: Timer) => string,
): string[] {
  const named = timers
    .filter(({ isSleep }) => !isSleep)
    .toSorted((a, b) => a.deadline - b.deadline || a.number - b.number)
    .slice(0, MOST_TIMERS);
  return [
    ...describeBlocked(observer, promiseLog),
    ...named.map(
      (timer) =>
        `a timer that ${timer.who} set${at(timer.note as Trace | undefined)} ${whatOf(timer)}`,
    ),
    ...overtaken.map((it) => `${it} was open and silent when time went on`),
  ];
}

/** One line for each piece of code that waits: its name, what for, since when, where, and who could have woken it. */
function describeBlocked(
  observer: ProgramObserver,
  promiseLog: PromiseLog | undefined,
): string[] {
  const awaits = [...(promiseLog?.innermost ?? [])];
  const lines = observer.waits.map((wait) => {
    const place =
      wait.trace?.places[0] === undefined
        ? takeMatch(awaits, wait)?.trace
        : wait.trace;
    return `${wait.who} waits for ${whatFor(wait, observer)} since ${wait.since} ms${at(place)}${hint(wait, observer)}`;
  });
  const known = new Set<string>();
  for (const { trace } of observer.waits) {
    trace?.places.forEach((place) => known.add(lineOf(place)));
  }
  for (const { who, since, trace } of awaits) {
    if (!known.has(lineOf(trace.places[0] as Place))) {
      lines.push(`${who} waits for a promise since ${since} ms${at(trace)}`);
    }
  }
  return [
    ...(lines.length > 0 ? lines : ["main waits for a promise"]),
    ...unnamedTasks(observer, blockedNames(observer, awaits)),
  ];
}

/** The names for which there is a line. */
function blockedNames(
  { waits }: ProgramObserver,
  awaits: readonly PendingAwait[],
): ReadonlySet<string> {
  return new Set([...waits, ...awaits].map(({ who }) => who));
}

/** A task whose body has returned a plain promise awaits nothing that anybody could see. */
function unnamedTasks(
  { tasks }: ProgramObserver,
  named: ReadonlySet<string>,
): string[] {
  return [...tasks.values()]
    .filter(({ name }) => !named.has(name))
    .map(
      ({ name, trace }) => `${name} waits for a promise, created${at(trace)}`,
    );
}

/** A wait for a task does not see the code that awaits the task: the await of the same moment tells where that is. */
function takeMatch(
  awaits: PendingAwait[],
  wait: KnownWait,
): PendingAwait | undefined {
  const index = awaits.findIndex(
    ({ who, since }) => who === wait.who && since === wait.since,
  );
  return index < 0 ? undefined : awaits.splice(index, 1)[0];
}

function whatFor({ what, on }: KnownWait, observer: ProgramObserver): string {
  const task = observer.tasks.get(on as object);
  return task === undefined ? what : `the task ${task.name}`;
}

const DID = { put: "put into it", took: "taken from it" } as const;

/** Who could have woken it, as far as that is known: those who have done so far what it needs. */
function hint({ kind, on, who }: KnownWait, observer: ProgramObserver): string {
  const { needs } = kind;
  if (needs === undefined) {
    return "";
  }
  const others = observer
    .usersOf(on as object, needs)
    .filter((name) => name !== who);
  return others.length === 0
    ? `; nobody else has ${DID[needs]}`
    : `; ${DID[needs]} so far by ${others.map((name) => `${name} (${observer.stateOf(name)})`).join(", ")}`;
}
