import { checkKind, hasMethod } from "../core/checks.ts";

export function isAwaitable(value: unknown): value is PromiseLike<unknown> {
  return hasMethod(value, "then");
}

/** @throws TypeError if it is no iterable of tasks and promises */
export function checkAwaitables<T>(
  act: string,
  tasks: Iterable<T>,
  each = "item",
): T[] {
  const isIterable = hasMethod(tasks, Symbol.iterator);
  checkKind(isIterable, act, "it takes an iterable of tasks", tasks);
  const all = [...tasks];
  const kind = `each ${each} must be a task or a promise`;
  for (const task of all) {
    checkKind(isAwaitable(task), act, kind, task);
  }
  return all;
}
