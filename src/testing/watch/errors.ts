import { safely } from "../../core/checks.ts";
import type { PrintedLine } from "../node/console.ts";
import type { Trace } from "../node/source-places.ts";
import { showInVitest } from "../node/vitest.ts";
import { droppedTimers } from "./dropped-timers.ts";

/** What ends a run that main did not end itself. */
export class VirtualRunError extends Error {
  /** What had been printed so far. */
  readonly lines: readonly PrintedLine[];

  /** @param trace where the code is that the error is about, which is what a runner of tests shows */
  constructor(message: string, lines: readonly PrintedLine[], trace?: Trace) {
    super(message);
    this.lines = lines;
    if (trace !== undefined) {
      const { name } = new.target.prototype;
      const stack = [`${name}: ${message}`, ...trace.userLines].join("\n");
      delete this.stack; // else V8 has it made first, by the program if that wants to
      Object.defineProperty(this, "stack", {
        value: stack,
        writable: true,
        configurable: true,
      });
    }
  }
}

/** Main cannot finish: nothing is ready and no timer is pending. The message names who waits, for what, and where. */
export class DeadlockError extends VirtualRunError {
  static {
    this.prototype.name = "DeadlockError";
  }
}

/** Main takes more virtual time than it may. The message names who waits, for what, and where. */
export class TimeLimitError extends VirtualRunError {
  static {
    this.prototype.name = "TimeLimitError";
  }
}

/** More happens at one virtual moment than the bound allows: the message names who spins without letting time pass. */
export class LivelockError extends VirtualRunError {
  static {
    this.prototype.name = "LivelockError";
  }
}

export const TEST_ENDED = "Cannot finish: the test has ended in which it began";

/** The run was given up, since its test has ended. The message names who waited, for what, and where. */
export class GivenUpError extends VirtualRunError {
  static {
    this.prototype.name = "GivenUpError";
  }
}

/** Main left something behind, and the run was asked to fail then. */
export class LeakError extends VirtualRunError {
  static {
    this.prototype.name = "LeakError";
  }
}

/** The error that the test has ended, with a line for each that it ends. */
export function givenUpOf(lines: readonly string[]): GivenUpError {
  return new GivenUpError([TEST_ENDED, ...lines].join("\n  "), []);
}

const essences = new WeakMap<Error, string>();

/**
 * What two errors of a run have in common where the program has ended in the same way: the message, but for what may depend on
 * how fast the machine is, such as how often something had to happen until it was certain.
 */
export function essenceOf(error: Error): string {
  return essences.get(error) ?? error.message;
}

/** @returns the error */
export function withEssence<E extends Error>(error: E, essence: string): E {
  essences.set(error, essence);
  return error;
}

const transcripts = new WeakMap<object, readonly PrintedLine[]>();
/** What stood in the stacks of errors before something was added behind them. */
const stacks = new WeakMap<
  object,
  { stack: string; waits: string[]; ended: string[]; printed: string[] }
>();
/** So many of the lines that were printed last are shown with an error. */
const MOST_LINES = 20;

/**
 * What a failed run had printed before it failed, whatever error it failed with.
 *
 * @returns `undefined` for an error that no run failed with, and for a thrown value that is not an object
 */
export function transcriptOf(
  error: unknown,
): readonly PrintedLine[] | undefined {
  return transcripts.get(error as object);
}

/** Remembers it for `transcriptOf`. */
export function keepTranscript(
  error: unknown,
  lines: readonly PrintedLine[],
): void {
  if (typeof error === "object" && error !== null) {
    transcripts.set(error, lines);
  }
}

/** Remembers it for `transcriptOf`, and shows the end of it behind the error's stack. */
export function rememberTranscript(
  error: unknown,
  lines: readonly PrintedLine[],
): void {
  keepTranscript(error, lines);
  const left = lines.length - MOST_LINES;
  const shown = lines
    .slice(-MOST_LINES)
    .map(({ at, text }) => `${at} ms | ${text}`);
  show(error, {
    printed: left > 0 ? [`(${left} lines before)`, ...shown] : shown,
  });
}

/** Shows behind the stack of an error with which a run is given up who waited for what. */
export function tellWaits(error: unknown, waits: readonly string[]): void {
  show(error, { waits });
}

/** Shows behind its stack what a run that does not go on may wait for in vain. */
export function tellDropped(error: unknown): void {
  const ended = droppedTimers();
  if (ended.length > 0) {
    show(error, { ended });
  }
}

/** What is to be shown, by the names of the properties that hold it. */
interface More {
  readonly waits?: readonly string[];
  readonly ended?: readonly string[];
  readonly printed?: readonly string[];
}

/**
 * Puts it behind the stack, for whoever prints that as it is, and in a property, for whoever asks for that. Message and
 * cause stay as they are, and so does what the error is equal to: the property is not enumerable. An error that cannot be
 * changed is left alone, and so is what is none, or fails at what it is asked: a program may have its own function make stacks.
 */
function show(error: unknown, more: More): void {
  safely(() => put(error as Error, more), undefined);
}

function put(error: { readonly stack?: unknown }, more: More): void {
  const { stack } = error;
  if (!Object.isExtensible(error) || typeof stack !== "string") {
    return;
  }
  const none = { waits: [], ended: [], printed: [] };
  const before = stacks.get(error) ?? { stack, ...none };
  const known = { ...before, ...more };
  stacks.set(error, known as typeof before);
  const hidden = { configurable: true, writable: true, enumerable: false };
  const define = (name: string, value: string): void =>
    void Reflect.defineProperty(error, name, { ...hidden, value });
  const added = [
    ...part("waits when given up", known.waits),
    ...part("timers that ended with earlier runs, set by", known.ended),
    ...part("printed", known.printed),
  ].join("\n");
  if (added !== "") {
    const shown = `${known.stack}\n${added}`;
    define("stack", shown);
    showInVitest(shown, added);
  }
  for (const [name, lines] of Object.entries(more)) {
    define(name, lines.join("\n"));
  }
}

function part(title: string, lines: readonly string[]): string[] {
  return lines.length === 0
    ? []
    : ["", `  ${title}:`, ...lines.map((line) => `    ${line}`)];
}
