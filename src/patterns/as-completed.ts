import { callSoon } from "../core/call-soon.ts";
import { Fifo } from "../core/fifo.ts";
import { WaitLine, type WaitOptions } from "../core/wait.ts";
import { checkAwaitables } from "./awaitables.ts";
import { closable, type ClosableIterator } from "./closable-iterator.ts";
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
 *
 * It is asyncio's as_completed: https://docs.python.org/3/library/asyncio-task.html#asyncio.as_completed
 *
 * @param options.signal ends the loop: it throws the signal's reason, at once if already aborted
 * @throws TypeError if it is given anything but tasks and promises
 */
export function asCompleted<T extends PromiseLike<unknown>>(
  tasks: Iterable<T>,
  options: WaitOptions = {},
): ClosableIterator<{ task: T }> {
  const all = new Set(checkAwaitables("take tasks as they end", tasks));
  const ended = new Fifo<T>();
  const line = new WaitLine("asCompleted", all);
  /** How many have not been given. */
  let left = all.size;
  const stopFollowing = followAll(all, (_, task) => {
    callSoon("asCompleted", () => {
      ended.push(task);
      line.wakeAll();
    });
  });
  const close = (): undefined => {
    left = 0;
    stopFollowing();
    line.wakeAll();
  };
  async function* asTheyEnd(): AsyncGenerator<{ task: T }, void, undefined> {
    try {
      for (; left > 0; left--) {
        options.signal?.throwIfAborted();
        if (ended.size === 0) {
          await line.join(options.signal).promise;
        }
        if (left > 0) {
          yield { task: ended.shift() };
        }
      }
    } finally {
      if (left > 0) {
        close(); // its signal has ended it
      }
    }
  }
  return closable(asTheyEnd(), close);
}
