import type { PrintedLine } from "../node/console.ts";

/** What ends a run that main did not end itself. */
export class VirtualRunError extends Error {
  /** What had been printed so far. */
  readonly lines: readonly PrintedLine[];

  constructor(message: string, lines: readonly PrintedLine[]) {
    super(message);
    this.lines = lines;
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

/** Main left something behind, and the run was asked to fail then. */
export class LeakError extends VirtualRunError {
  static {
    this.prototype.name = "LeakError";
  }
}

const transcripts = new WeakMap<object, readonly PrintedLine[]>();

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
export function rememberTranscript(
  error: unknown,
  lines: readonly PrintedLine[],
): void {
  if (typeof error === "object" && error !== null) {
    transcripts.set(error, lines);
  }
}
