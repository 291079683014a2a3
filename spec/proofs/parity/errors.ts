import {
  BrokenBarrierError,
  CancelledError,
  QueueEmptyError,
  QueueFullError,
  QueueShutDownError,
  TimeoutError,
} from "../../../src/index.ts";

/** An error that a program throws on purpose. */
export class ProgramError extends Error {
  readonly number: number;

  constructor(number: number) {
    super(`Error number ${number} of the program`);
    this.number = number;
  }
}

/** What comes out of a time limit whose time is over. Inside of it, the TimeoutError is a cancellation. */
export class Expired extends Error {}

/** What `await using` and asyncWith throw where two errors have to survive. */
interface BothErrors {
  readonly error: unknown;
  readonly suppressed: unknown;
}

export function isCancellation(error: unknown): boolean {
  const last = latest(error);
  return last instanceof CancelledError || last instanceof TimeoutError;
}

/** The later of two errors. */
export function latest(error: unknown): unknown {
  return areBoth(error) ? latest(error.error) : error;
}

export function areBoth(error: unknown): error is BothErrors {
  return error instanceof Error && error.name === "SuppressedError";
}

const names: readonly [new () => Error, string][] = [
  [CancelledError, "Cancelled"],
  [QueueEmptyError, "Empty"],
  [QueueFullError, "Full"],
  [QueueShutDownError, "ShutDown"],
  [BrokenBarrierError, "BrokenBarrier"],
  [TimeoutError, "Cancelled"],
  [Expired, "Timeout"],
  [RangeError, "Underflow"],
];

/** The name by which both languages note an error. */
export function nameOf(error: unknown): string {
  if (error instanceof ProgramError) {
    return `E${error.number}`;
  }
  if (areBoth(error)) {
    return nameOf(error.error);
  }
  if (error instanceof AggregateError) {
    return `Group(${error.errors.map(nameOf).join()})`;
  }
  const known = names.find(([type]) => error instanceof type);
  if (known !== undefined) {
    return known[1];
  }
  const text = String(error);
  if (text.includes("a task waits for itself")) {
    return "SelfAwait";
  }
  if (/nobody holds the lock/.test(text)) {
    return "NotHeld";
  }
  if (text.includes("Cannot create a task")) {
    return "Closed";
  }
  if (text.endsWith("the generator did not yield")) {
    return "NoYield";
  }
  return text.endsWith("the generator yielded a second time")
    ? "SecondYield"
    : text;
}
