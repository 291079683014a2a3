import { cannot } from "../core/checks.ts";

export function isAwaitable(value: unknown): value is PromiseLike<unknown> {
  const { then } = Object(value ?? 0) as Partial<PromiseLike<unknown>>;
  return typeof then === "function";
}

/** @throws TypeError if it is no iterable of tasks and promises */
export function checkAwaitables<T>(
  act: string,
  tasks: Iterable<T>,
  each = "item",
): T[] {
  const isIterable = typeof Object(tasks ?? 0)[Symbol.iterator] === "function";
  if (!isIterable) {
    throw new TypeError(cannot(act, "it takes an iterable of tasks", tasks));
  }
  const all = [...tasks];
  for (const task of all) {
    if (!isAwaitable(task)) {
      throw new TypeError(
        cannot(act, `each ${each} must be a task or a promise`, task),
      );
    }
  }
  return all;
}
