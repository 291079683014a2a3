import { signalOf } from "../core/abort.ts";
import { checkKind, checkState, checkTime } from "../core/checks.ts";
import { WaitLine } from "../core/wait.ts";
import { checkAwaitables, isFailure } from "./awaitables.ts";
import { followAll } from "./task.ts";
import { setTimer } from "./timeout.ts";

/** How long `wait` waits. */
export interface WaitForOptions {
  /** Until `all` have ended (the default), the `first` has, or the first has ended with a `failure`. */
  until?: "all" | "first" | "failure" | undefined;
  /** Milliseconds; default: any time. */
  ms?: number | undefined;
  /** Ends the wait alone: it rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Waits for several tasks, or promises, and tells which have ended.
 *
 * - It throws nothing of theirs: ask them. They count as awaited.
 * - It cancels nobody, and leaves nothing behind on those that go on.
 * - The caller resumes two turns after the task that ends the wait, also where all have ended already, as in asyncio.
 * - A cancelled task is no failure.
 *
 * It is asyncio's wait: https://docs.python.org/3/library/asyncio-task.html#asyncio.wait
 *
 * @returns those that have ended and those that have not, by the time at which the caller resumes
 * @throws the signal's reason if it aborts while waiting, or has aborted already
 * @throws RangeError if there are no tasks, or an option is out of bounds; TypeError if one is of another kind
 */
export async function wait<T extends PromiseLike<unknown>>(
  tasks: Iterable<T>,
  options: WaitForOptions = {},
): Promise<{ done: Set<T>; pending: Set<T> }> {
  const signal = signalOf("wait", options);
  const { until = "all", ms = Infinity } = options;
  const pending = new Set(checkAwaitables("wait", tasks));
  checkState(
    pending.size > 0,
    "wait",
    "there must be a task, received none",
    RangeError,
  );
  checkKind(
    ["all", "first", "failure"].includes(until),
    "wait",
    'until must be "all", "first" or "failure"',
    until,
    RangeError,
  );
  checkTime("wait", "ms", ms);
  signal?.throwIfAborted();
  const done = new Set<T>();
  const line = new WaitLine("wait", pending);
  const { promise } = line.join(signal);
  const wake = (): void => line.wakeAll();
  const stopFollowing = followAll(
    pending,
    (outcome, task) => {
      pending.delete(task);
      done.add(task);
      return (
        !pending.size ||
        until === "first" ||
        (until === "failure" && isFailure(outcome))
      );
    },
    "wait",
    wake,
  );
  const stopTimer = setTimer("wait", ms, wake);
  try {
    await promise;
  } finally {
    stopTimer();
    stopFollowing();
  }
  return { done, pending };
}
