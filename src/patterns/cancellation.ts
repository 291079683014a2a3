import { CancelledError } from "./task.ts";

/** Whether code that was given the signal has ended by its abort, or by a cancellation of its own. */
export function isCancellation(signal: AbortSignal, error: unknown): boolean {
  return (
    error instanceof CancelledError ||
    (signal.aborted &&
      (error === signal.reason ||
        (error as Partial<Error> | null | undefined)?.cause === signal.reason))
  );
}
