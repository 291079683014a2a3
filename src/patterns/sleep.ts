import { type WaitOptions, liveSignalOf } from "../core/abort.ts";
import { checkTime } from "../core/checks.ts";
import { startTimer } from "../core/sleepers.ts";
import { Wait } from "../core/wait.ts";

/**
 * Resolves on the caller's own next turn of the event loop.
 *
 * - Turns are first in, first out: everyone already in line goes first.
 * - It is asyncio's `sleep(0)`: https://docs.python.org/3/library/asyncio-task.html#asyncio.sleep
 */
export function nextTurn(): Promise<void> {
  const wait = new Wait("nextTurn");
  wait.wake();
  return wait.promise;
}

/**
 * Waits for a time.
 *
 * - Sleepers that are due at the same moment resume in the order in which they went to sleep.
 * - `sleep(0)` takes one turn, and so does a negative delay, as in asyncio.
 * - A delay above 2^31-1 ms lasts its whole length, where `setTimeout` would fire at once. `Infinity` never ends,
 *   and keeps no process alive.
 *
 * @param ms milliseconds; fractions count
 * @param options.signal ends the wait: it rejects with the signal's reason, at once if already aborted
 * @throws RangeError if `ms` is NaN, TypeError if it is no number
 */
export async function sleep(ms: number, options?: WaitOptions): Promise<void> {
  checkTime("sleep", "the delay", ms);
  const signal = liveSignalOf("sleep", options);
  const wait = new Wait("sleep", undefined, signal);
  if (ms <= 0) {
    wait.wake();
  } else {
    wait.park(startTimer(ms, () => wait.wake()));
  }
  await wait.promise;
}
