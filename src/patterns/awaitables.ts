import { checkKind, hasMethod, isIterable } from "../core/checks.ts";

/** What came of a task or a promise. */
export type Outcome<T = unknown> =
  | { readonly value: T }
  | {
      readonly error: unknown;
      /** Of a task only. */
      readonly kind?: "failed" | "cancelled";
    };

/** Whether it is an error, and no task's that was cancelled. */
export function isFailure(
  outcome: Outcome,
): outcome is { readonly error: unknown } {
  return "error" in outcome && outcome.kind !== "cancelled";
}

/** What came of it, given or thrown. */
export function resultOf<T>(outcome: Outcome<T>): T {
  if ("error" in outcome) {
    throw outcome.error;
  }
  return outcome.value;
}

export function isAwaitable(value: unknown): value is PromiseLike<unknown> {
  return hasMethod(value, "then");
}

/** @throws TypeError if it is no iterable of tasks and promises */
export function checkAwaitables<T>(
  act: string,
  tasks: Iterable<T>,
  each = "item",
): T[] {
  checkKind(isIterable(tasks), act, "it takes an iterable of tasks", tasks);
  const all = [...tasks];
  const kind = `each ${each} must be a task or a promise`;
  all.forEach((task) => checkKind(isAwaitable(task), act, kind, task));
  return all;
}
