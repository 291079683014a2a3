import { checkKind } from "../core/checks.ts";
import { checkSignal, onAbort } from "../core/abort.ts";
import { Wait } from "../core/wait.ts";
import { isAwaitable, type Outcome, resultOf } from "./awaitables.ts";
import { type ClosableIterator, isAsync } from "./closable-iterator.ts";
import { reading } from "./inlet.ts";
import { followAll, isTask } from "./task.ts";

/**
 * Waits for something that takes no signal, and for a signal: whichever comes first.
 *
 * Of a promise or a task, it gives the result or throws the error; but if the signal aborts before, it throws the
 * signal's reason, at once if already aborted. The promise goes on, and so does a task: only this wait for it ends. What
 * becomes of it counts as looked at.
 *
 * An async iterable it gives item by item, and each wait for one ends in that way. Then it closes the iterable, without
 * waiting for that, and destroys a stream of Node's.
 *
 * - Who has to wait resumes on a turn of its own.
 *
 * @throws TypeError if it is neither
 */
export function abortable<T>(
  promise: PromiseLike<T>,
  signal: AbortSignal,
): Promise<Awaited<T>>;
export function abortable<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal,
): ClosableIterator<Awaited<T>>;
export function abortable<T>(
  subject: PromiseLike<T> | AsyncIterable<T>,
  signal: AbortSignal,
): Promise<Awaited<T>> | ClosableIterator<Awaited<T>> {
  const act = "make abortable";
  checkSignal(act, signal);
  if (isAwaitable(subject)) {
    return firstOf(subject as PromiseLike<Awaited<T>>, signal);
  }
  checkKind(
    isAsync(subject),
    act,
    "it takes a promise or an async iterable",
    subject,
  );
  return reading(act, subject, {}, async (iterator, inlet) => {
    try {
      signal.throwIfAborted();
      return await firstOf(
        iterator.next() as Promise<IteratorResult<T>>,
        signal,
      );
    } catch (error) {
      if (signal.aborted) {
        inlet.close().catch(() => {}); // the reason is what counts
      }
      throw error;
    }
  });
}

async function firstOf<T>(
  promise: PromiseLike<T>,
  signal: AbortSignal,
): Promise<T> {
  let wait: Wait | undefined;
  let first: Outcome | undefined;
  const note = (outcome: Outcome): void => {
    first ??= outcome;
    wait?.wake();
    wait = undefined;
  };
  const stopFollowing = followAll([promise], note);
  try {
    signal.throwIfAborted();
    if (!first) {
      wait = isTask(promise)
        ? new Wait("Task, abortable", promise)
        : new Wait("abortable");
      const stopListening = onAbort(signal, (error) => note({ error }));
      await wait.promise;
      stopListening?.();
    }
  } finally {
    stopFollowing();
  }
  return resultOf(first as unknown as Outcome<T>);
}
