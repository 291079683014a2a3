import { type WaitOptions, signalOf } from "../core/abort.ts";
import { Fifo } from "../core/fifo.ts";
import { WaitLine } from "../core/wait.ts";
import { checkAwaitables } from "./awaitables.ts";
import { closable, type ClosableIterator, over } from "./closable-iterator.ts";
import { followAll } from "./task.ts";

/**
 * Tasks, or promises, in the order in which they end.
 *
 * ```ts
 * for await (const { task } of asCompleted([one, two])) {
 *   console.log(await task);
 * }
 * ```
 *
 * - It gives the very tasks, not their results: await one for its result or its error. They count as awaited. Each stands
 *   in an object of its own, since TypeScript takes what a `for await` gives for awaited.
 * - Leaving the loop cancels nobody, and leaves nothing behind on those that go on.
 * - It takes each as it ends, also while nobody waits. Those that have ended already come first.
 * - Several may ask for the next one at once: each of them waits, and is given a task of its own.
 *
 * It is asyncio's as_completed: https://docs.python.org/3/library/asyncio-task.html#asyncio.as_completed
 *
 * @param options.signal ends the loop: it throws the signal's reason, at once if already aborted
 * @throws TypeError if it is given anything but tasks and promises
 */
export function asCompleted<T extends PromiseLike<unknown>>(
  tasks: Iterable<T>,
  options?: WaitOptions,
): ClosableIterator<{ task: T }> {
  const act = "take tasks as they end";
  const all = new Set(checkAwaitables(act, tasks));
  const signal = signalOf(act, options);
  const line = new Ended<T>("asCompleted", all);
  /** How many have not been asked for. */
  let left = all.size;
  const stopFollowing = followAll(
    all,
    (_, task) => all.delete(task), // of what `gather` has given, it is told twice
    "asCompleted",
    (task) => {
      line.tasks.push(task);
      line.wakeNext();
    },
  );
  const close = (): undefined => {
    line.isOver = true;
    stopFollowing();
    line.wakeAll();
  };
  const next = async (): Promise<IteratorResult<{ task: T }, undefined>> => {
    try {
      if (!line.isOver) {
        signal?.throwIfAborted();
      }
      if (!left) {
        return over();
      }
      left--;
      return line.canAct() ? line.act() : await line.join(signal).promise;
    } catch (error) {
      close();
      throw error;
    }
  };
  return Object.defineProperty(
    closable(nothing<{ task: T }>(), close),
    "next",
    { value: next },
  );
}

// oxlint-disable-next-line eslint/no-empty-function -- a generator answers one after the other: only its `next` is not its own
async function* nothing<T>(): AsyncGenerator<T, void, undefined> {}

/** Those who wait for a task to end, and the tasks that have ended and are not given. */
class Ended<T> extends WaitLine<
  IteratorResult<{ task: T }, undefined>,
  ReadonlySet<T>
> {
  readonly tasks = new Fifo<T>();
  isOver: boolean | undefined;

  override canAct(): boolean {
    return this.isOver || this.tasks.size > 0;
  }

  override act(): IteratorResult<{ task: T }, undefined> {
    return this.isOver
      ? over()
      : { done: false, value: { task: this.tasks.shift() } };
  }
}
