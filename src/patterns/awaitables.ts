import { shown } from "../core/checks.ts";

/** @throws TypeError if it is no iterable of tasks and promises */
export function checkAwaitables<T>(act: string, tasks: Iterable<T>): T[] {
  const isIterable = typeof Object(tasks ?? 0)[Symbol.iterator] === "function";
  if (!isIterable) {
    throw new TypeError(
      `Cannot ${act}: it takes an iterable of tasks, received ${shown(tasks)}`,
    );
  }
  const all = [...tasks];
  for (const task of all) {
    const { then } = Object(task ?? 0) as Partial<PromiseLike<unknown>>;
    if (typeof then !== "function") {
      throw new TypeError(
        `Cannot ${act}: each item must be a task or a promise, received ${shown(task)}`,
      );
    }
  }
  return all;
}
