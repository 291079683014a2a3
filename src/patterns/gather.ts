import { type WaitOptions, signalOf } from "../core/abort.ts";
import { isIterable } from "../core/checks.ts";
import { WaitLine } from "../core/wait.ts";
import {
  checkAwaitables,
  isAwaitable,
  type Outcome,
  resultOf,
} from "./awaitables.ts";
import { followAll, gatherings, type Listeners } from "./task.ts";

/** What each of several awaitables gives. */
type Results<Awaitables extends readonly PromiseLike<unknown>[]> = {
  -readonly [Index in keyof Awaitables]: Awaited<Awaitables[Index]>;
};

/**
 * Waits for several tasks, and for promises too: one by one, or as one iterable of any number of them.
 *
 * - The results come in the order of the arguments, whichever is done first.
 * - The first failure rejects at once. It leaves the others running, and their failures count as awaited.
 * - The caller resumes two turns after the last task is done (or the first one failed), at once if all are done, as with
 *   asyncio.gather from CPython 3.12 on: https://docs.python.org/3/library/asyncio-task.html#asyncio.gather
 * - Where what is gathered is gathered in its turn, or waited for by `wait` or `asCompleted`, that takes one turn more, but
 *   none if it is over by then.
 * - A signal ends the wait alone: the tasks run on, and count as awaited. asyncio cancels them too.
 *
 * @param options.signal behind an iterable: the wait rejects with its reason when it aborts, at once if already aborted
 * @throws TypeError if an argument cannot be awaited
 */
export function gather<const T extends readonly PromiseLike<unknown>[]>(
  ...tasks: T
): Promise<Results<T>>;
export function gather<const T extends readonly PromiseLike<unknown>[]>(
  tasks: T,
  options?: WaitOptions,
): Promise<Results<T>>;
export function gather<T>(
  tasks: Iterable<PromiseLike<T>>,
  options?: WaitOptions,
): Promise<Awaited<T>[]>;
export function gather(...args: unknown[]): Promise<unknown[]> {
  const listeners: Listeners = [];
  const gathering = async (): Promise<unknown[]> => {
    const [first, options] = args;
    const isList =
      typeof first === "object" && isIterable(first) && !isAwaitable(options);
    const signal = isList
      ? signalOf("gather", options as WaitOptions | undefined)
      : undefined;
    const tasks = checkAwaitables(
      "gather",
      (isList ? first : args) as Iterable<PromiseLike<unknown>>,
      isList ? "item" : "argument",
    );
    const all = new Set(tasks);
    const results = new Map<unknown, unknown>();
    let failure: { readonly error: unknown } | undefined;
    const isOver = () => results.size === all.size || failure;
    const end = (): Outcome =>
      (listeners.over = failure ?? {
        value: tasks.map((task) => results.get(task)),
      });
    const line = new WaitLine("gather", tasks);
    const stopFollowing = followAll(
      all,
      (outcome, task) => {
        if (isOver()) {
          return false;
        }
        if ("value" in outcome) {
          results.set(task, outcome.value);
        } else {
          failure = outcome;
        }
        return isOver();
      },
      "gather",
      () => {
        const ending = end();
        listeners.forEach((hear) => hear(ending));
        line.wakeAll();
      },
    );
    try {
      signal?.throwIfAborted();
      if (isOver()) {
        end();
      } else {
        await line.join(signal).promise;
      }
    } finally {
      stopFollowing();
    }
    return resultOf(listeners.over as Outcome<unknown[]>);
  };
  const promise = gathering();
  gatherings.set(promise, listeners);
  return promise;
}
