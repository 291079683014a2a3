import type { Timer } from "../loop/virtual-timers.ts";
import { at, type Trace } from "../node/source-places.ts";
import { OTHERS, type PromiseLog } from "./promise-log.ts";
import type { PrintedLine } from "../node/console.ts";
import {
  DeadlockError,
  GivenUpError,
  TEST_ENDED,
  tellDropped,
  TimeLimitError,
  withEssence,
} from "./errors.ts";
import type { Holder, KnownWait, ProgramObserver } from "./observer.ts";
import { whoWaitsNow } from "./who-waits.ts";

/** So much code that waits is named. */
const MOST_WAITS = 100;
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
  /** What outside was open when time went on, and how, in words. */
  readonly overtaken: readonly string[];
}

/** A line about somebody who waits, and where that is. */
interface Line {
  readonly who: string;
  readonly text: string;
  readonly trace: Trace | undefined;
}

/** The error that says who waits for what, in a run that cannot finish. */
export function deadlockOf(standstill: Standstill): DeadlockError {
  const why =
    standstill.timers.length === 0
      ? "Cannot finish: nothing is ready and no timer is pending"
      : "Cannot finish: nothing is ready, and the timers that are pending only repeat and have no ref";
  return errorOf(DeadlockError, why, standstill, () => "repeats");
}

/** The same, in a run whose timers only repeat, or in which only sleeps go on. */
export function endlessOf(
  standstill: Standstill,
  what: string,
  wentOn: "nobody who waits" | "only sleeps",
): DeadlockError {
  const why = `Cannot finish: ${what}, and ${wentOn} went on; jobsPerMoment allows more`;
  const error = errorOf(DeadlockError, why, standstill, () => "repeats");
  // Which of the two is certain first may depend on what goes on beside the run, and then the timers are those of another moment.
  const waits = waitsOf(standstill).map(({ text }) => text);
  return withEssence(error, ["endless", ...waits].join("\n"));
}

/** The error that says who waits for what, in a run that takes too long. */
export function timeLimitOf(
  standstill: Standstill,
  maxElapsed: number,
): TimeLimitError {
  const why = `Cannot finish: it would take more than the ${maxElapsed} ms of maxElapsed`;
  return errorOf(TimeLimitError, why, standstill, isDue);
}

/** The error that says who waits for what, in a run whose test has ended. */
export function abandonedOf(standstill: Standstill): GivenUpError {
  return errorOf(GivenUpError, TEST_ENDED, standstill, isDue);
}

/** Who waits for what in a run that is given up, a line each. */
export function whoWaits(standstill: Standstill): readonly string[] {
  return [
    ...waitsOf(standstill).map(({ text }) => text),
    ...timersOf(standstill, isDue),
    ...overtakenOf(standstill),
  ];
}

/** Its stack is that of the code that waits: of main, or else of whoever is named first. */
function errorOf<Failure extends Error>(
  kind: new (
    message: string,
    lines: readonly PrintedLine[],
    trace?: Trace,
  ) => Failure,
  why: string,
  standstill: Standstill,
  whatOf: (timer: Timer) => string,
): Failure {
  const waits = waitsOf(standstill);
  const placed = waits.filter(({ trace }) => trace?.places[0] !== undefined);
  const { trace } = placed.find(({ who }) => who === "main") ?? placed[0] ?? {};
  const known = [
    why,
    ...waits.map(({ text }) => text),
    ...timersOf(standstill, whatOf),
  ];
  const message = [...known, ...overtakenOf(standstill)].join("\n  ");
  const error = new kind(message, standstill.lines, trace);
  tellDropped(error);
  return withEssence(error, known.join("\n"));
}

function isDue({ deadline }: Timer): string {
  return `is due at ${deadline} ms`;
}

/** A line for each piece of code that waits. */
function waitsOf({ observer, promiseLog }: Standstill): readonly Line[] {
  const blocked = describeBlocked(observer, promiseLog);
  const left = blocked.length - MOST_WAITS;
  const more = { who: "", text: `and ${left} more`, trace: undefined };
  return [...blocked.slice(0, MOST_WAITS), ...(left > 0 ? [more] : [])];
}

/** A line for each timer. */
function timersOf(
  { timers }: Standstill,
  whatOf: (timer: Timer) => string,
): readonly string[] {
  return timers
    .filter(({ isSleep }) => !isSleep)
    .toSorted((a, b) => a.deadline - b.deadline || a.number - b.number)
    .slice(0, MOST_TIMERS)
    .map((timer) => {
      const trace = timer.note as Trace | undefined;
      return `a timer that ${timer.who} set${at(trace)} ${whatOf(timer)}`;
    });
}

/** A line for each end outside that was silent, or was not. */
function overtakenOf({ overtaken }: Standstill): readonly string[] {
  return overtaken.map((it) => `${it} when time went on`);
}

/** One line for each piece of code that waits: its name, what for, since when, where, and who could have woken it. */
function describeBlocked(
  observer: ProgramObserver,
  promiseLog: PromiseLog | undefined,
): Line[] {
  const { inLibrary, plain } = whoWaitsNow(observer, promiseLog);
  const ofPlain = plain.map(({ who, since, trace }) => {
    const text = `${who} waits for a promise since ${since} ms${at(trace)}`;
    return { who, text, trace };
  });
  const lines: Line[] = [
    ...inLibrary.map(({ wait, trace }) => {
      const { who } = wait;
      const text = `${who} waits for ${whatFor(wait, observer)} since ${wait.since} ms${at(trace)}${hint(wait, observer)}`;
      return { who, text, trace };
    }),
    ...ofPlain.filter(({ who }) => who !== OTHERS),
  ];
  if (lines.length === 0) {
    const text = "main waits for a promise";
    lines.push({ who: "main", text, trace: undefined });
  }
  return [
    ...lines,
    ...unnamedTasks(observer, new Set(lines.map(({ who }) => who))),
    ...ofPlain.filter(({ who }) => who === OTHERS),
  ];
}

/** A task whose body has returned a plain promise awaits nothing that anybody could see. */
function unnamedTasks(
  { tasks }: ProgramObserver,
  named: ReadonlySet<string>,
): Line[] {
  return [...tasks.values()]
    .filter(({ name }) => !named.has(name))
    .map(({ name, trace }) => ({
      who: name,
      text: `${name} waits for a promise, created${at(trace)}`,
      trace,
    }));
}

function whatFor({ what, on }: KnownWait, observer: ProgramObserver): string {
  const task = observer.tasks.get(on as object);
  return task === undefined ? what : `the task ${task.name}`;
}

const DID: Readonly<Record<string, string>> = {
  put: "put into it",
  took: "taken from it",
};

/** Who or what could have ended it, as far as that is known. */
function hint(wait: KnownWait, observer: ProgramObserver): string {
  const { isHeld, needs, state } = wait.kind;
  const on = wait.on as object;
  const reasons = [
    isHeld ? heldBy(observer.holdersOf(on)) : undefined,
    state?.(on),
    needs === undefined ? undefined : doneBy(needs, wait, observer),
  ];
  return reasons
    .filter((reason) => reason !== undefined)
    .map((reason) => `; ${reason}`)
    .join("");
}

function heldBy(holders: readonly Holder[]): string | undefined {
  return holders.length === 0
    ? undefined
    : `held by ${holders.map(({ who, since }) => `${who} since ${since} ms`).join(", ")}`;
}

/** Those who have done so far what it needs. */
function doneBy(
  needs: string,
  { on, who }: KnownWait,
  observer: ProgramObserver,
): string {
  const did = DID[needs] ?? `${needs} it`;
  const others = observer
    .doersOf(on as object, needs)
    .filter((name) => name !== who);
  return others.length === 0
    ? `nobody else has ${did}`
    : `${DID[needs] ?? needs} so far by ${others.map((name) => `${name} (${observer.stateOf(name)})`).join(", ")}`;
}
