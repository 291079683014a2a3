import { shown } from "../../core/checks.ts";
import { signalOfTest } from "../node/vitest.ts";

/** What one run and the runs of a search can be told alike. */
export interface RunOptions {
  /** `"fail"` makes a run that leaves something behind end with a LeakError; default `"list"`. */
  leaks?: "list" | "fail" | undefined;
  /** The date at which a run starts; default 2000-01-01T00:00:00Z. */
  now?: Date | number | undefined;
  /** What Math.random draws from, a whole number from 0 on, so that each run is the same; default 0. */
  seed?: number | undefined;
  /** How many virtual milliseconds a run may take: a timer that is due later ends it with a TimeLimitError; default `Infinity`. */
  maxElapsed?: number | undefined;
  /** Real milliseconds of silence from the outside world before time goes on although something outside is still open; default 200. */
  patience?: number | undefined;
  /** How many jobs of each kind (starts of tasks, waits of one sort that are over, timers, immediates) may run at one virtual moment; default 1,000,000. As many timers, and no more than 100,000, may fire in a row before the run looks whether they only repeat; 0.6 times as many timers and sleeps before it takes for a deadlock that main waits while only sleeps go on. */
  jobsPerMoment?: number | undefined;
  /** Gives up when it aborts, with its reason. The end of the test around it, at its time limit say, does so anyway where the runner tells. */
  signal?: AbortSignal | undefined;
}

/** The same, with all defaults. */
export interface CheckedOptions {
  readonly leaks: "list" | "fail";
  readonly now: number;
  readonly seed: number;
  readonly maxElapsed: number;
  readonly patience: number;
  readonly jobsPerMoment: number;
  readonly signal: AbortSignal | undefined;
}

/** Throws where an option has no such value: a TypeError if it is of another kind, a RangeError if it is out of bounds. */
export type Check = (act: string, name: string, value: unknown) => void;

/** When a run starts unless it is told: long after 1970, since programs keep a 0 for "never yet". */
const START = Date.UTC(2000, 0, 1);
/** https://tc39.es/ecma262/#sec-time-values-and-time-range */
const LAST_DATE = 8.64e15;

/** A whole number in its bounds; Infinity may be one. */
export function count(least: number, most = Infinity): Check {
  return (act, name, value) => {
    if (typeof value !== "number") {
      throw kindError(act, name, "a number", value);
    }
    const isWhole = Number.isInteger(value) || value === Infinity;
    if (!isWhole || value < least || value > most) {
      throw new RangeError(
        `Cannot ${act}: ${name} must be a whole number from ${least} on, received ${shown(value)}`,
      );
    }
  };
}

/** A value that a function knows, of the kind that these words name. */
export function kind(words: string, is: (value: unknown) => boolean): Check {
  return (act, name, value) => {
    if (!is(value)) {
      throw kindError(act, name, words, value);
    }
  };
}

/** What is known of each option that a run and a search share. */
const COMMON: { readonly [name in keyof RunOptions]-?: Check } = {
  leaks: kind('"list" or "fail"', (it) => it === "list" || it === "fail"),
  now: checkDate,
  seed: count(0, Number.MAX_SAFE_INTEGER),
  maxElapsed: count(0),
  patience: count(0),
  jobsPerMoment: count(1),
  signal: kind("an AbortSignal", isSignal),
};

/**
 * Checks all that a run or a search was told.
 *
 * @param others the options that it has beyond those that both have
 * @throws TypeError if there is no option of a name, or a value is of another kind; RangeError if it is out of bounds
 */
export function checkOptions(
  act: string,
  options: RunOptions,
  others: { readonly [name: string]: Check },
): CheckedOptions {
  kind("an object", (it) => Object(it) === it)(act, "options", options);
  const checks: { readonly [name: string]: Check } = { ...COMMON, ...others };
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(checks, name)) {
      throw new TypeError(
        `Cannot ${act}: there is no such option, received ${shown(name)}`,
      );
    }
    if (value !== undefined) {
      (checks[name] as Check)(act, name, value);
    }
  }
  const { leaks = "list", now = START, seed = 0, ...rest } = options;
  const { maxElapsed = Infinity, patience = 200, jobsPerMoment = 1e6 } = rest;
  return {
    leaks,
    seed,
    maxElapsed,
    patience,
    jobsPerMoment,
    now: Number(now),
    signal: anyOf(platformSignal(options.signal), signalOfTest()),
  };
}

/** @throws TypeError if main is not a function */
export function checkMain(act: string, main: unknown): void {
  kind("a function", (it) => typeof it === "function")(act, "main", main);
}

function kindError(
  act: string,
  name: string,
  words: string,
  value: unknown,
): TypeError {
  return new TypeError(
    `Cannot ${act}: ${name} must be ${words}, received ${shown(value)}`,
  );
}

function checkDate(act: string, name: string, now: unknown): void {
  const ms: unknown = now instanceof Date ? now.getTime() : now;
  if (typeof ms !== "number") {
    throw kindError(act, name, "a Date or a number", now);
  }
  if (!(Math.abs(ms) <= LAST_DATE)) {
    throw new RangeError(
      `Cannot ${act}: ${name} must be a valid date, received ${shown(now)}`,
    );
  }
}

function isSignal(it: unknown): boolean {
  const { aborted, addEventListener } = Object(it) as Partial<AbortSignal>;
  return typeof aborted === "boolean" && typeof addEventListener === "function";
}

/** A library's own kind of signal is followed by one of the platform's. */
function platformSignal(
  signal: AbortSignal | undefined,
): AbortSignal | undefined {
  if (signal === undefined || signal instanceof AbortSignal) {
    return signal;
  }
  const { aborted, reason } = signal as AbortSignal;
  if (aborted) {
    return AbortSignal.abort(reason);
  }
  const controller = new AbortController();
  const abort = (): void => controller.abort((signal as AbortSignal).reason);
  (signal as AbortSignal).addEventListener("abort", abort, { once: true });
  return controller.signal;
}

function anyOf(
  ...signals: (AbortSignal | undefined)[]
): AbortSignal | undefined {
  const given = signals.filter((signal) => signal !== undefined);
  return given.length < 2 ? given[0] : AbortSignal.any(given);
}
