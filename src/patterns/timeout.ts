import { type WaitOptions, liveSignalOf, onAbort } from "../core/abort.ts";
import { callSoon } from "../core/call-soon.ts";
import { checkFunction, checkTime } from "../core/checks.ts";
import { nameError } from "../core/errors.ts";
import { Resource } from "../core/platform.ts";
import { startTimer } from "../core/sleepers.ts";
import { waitNoted } from "../core/wait.ts";
import { isCancellation } from "./task.ts";

/** Thrown where a time is over. It is also the reason with which the body's signal aborts then. */
export class TimeoutError extends Error {
  static {
    nameError(this, "TimeoutError");
  }
}

/**
 * Gives a body of code so much time.
 *
 * ```ts
 * const page = await timeout(500, (signal) => fetch(url, { signal }));
 * ```
 *
 * - When the time is over, the body's signal aborts. Once the body has ended by that, `timeout` throws the TimeoutError.
 *   So what the body does to clean up is done by then. What does not heed the signal is waited for: let `abortable` end it.
 * - A body that ends otherwise keeps its result or its error, also behind the time.
 * - Of two times, one in the other, each throws the error of its own: the inner one is given the outer one's signal.
 * - Where both the time is over and the given signal has aborted, that signal's reason is thrown.
 *
 * It is asyncio's timeout: https://docs.python.org/3/library/asyncio-task.html#asyncio.timeout
 *
 * @param ms milliseconds; 0 or below: from the next turn on; `Infinity`: any time
 * @param options.signal aborts the body's signal with its reason; if already aborted, the body never runs
 * @throws TypeError if `ms` is no number or the body no function, RangeError if `ms` is NaN
 */
export async function timeout<T>(
  ms: number,
  body: (signal: AbortSignal) => Promise<T> | T,
  options?: WaitOptions,
): Promise<T> {
  const act = "set a timeout";
  checkTime(act, "the time", ms);
  checkFunction(act, "the body", body);
  const outer = liveSignalOf(act, options);
  const controller = new AbortController();
  const { signal } = controller;
  let expired: TimeoutError | undefined;
  const stopTimer = setTimer("timeout", ms, () => {
    expired = new TimeoutError(`The time is over, it was ${ms} ms`);
    controller.abort(expired);
  });
  const stopFollowing =
    outer && onAbort(outer, (reason) => controller.abort(reason));
  const end = waitNoted("timeout", { ms, signal });
  try {
    return await body(signal);
  } catch (error) {
    if (!expired || !isCancellation(signal, error)) {
      throw error;
    }
    outer?.throwIfAborted();
    Error.captureStackTrace?.(expired); // from here, V8 knows who waits
    throw expired;
  } finally {
    end?.();
    stopTimer();
    stopFollowing?.();
  }
}

/**
 * Calls back when the time is over, in the async context of whoever calls; on a turn of its own where there is none.
 *
 * @returns a function that calls it off
 */
export function setTimer(
  what: string,
  ms: number,
  fire: () => void,
): () => void {
  const resource = new Resource(what);
  let call: (() => void) | undefined = () => resource.runInAsyncScope(fire);
  if (ms > 0) {
    return startTimer(ms, call);
  }
  callSoon(what, () => call?.());
  return () => (call = undefined);
}
