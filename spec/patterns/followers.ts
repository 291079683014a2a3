import type { Task } from "../../src/patterns/task.ts";

/** Counts who is to be told of a task's end, from now on. */
export function countFollowers(task: Task<unknown>): { count: number } {
  const followers = { count: 0 };
  const key = Symbol.for("async-patterns.whenDone");
  const follow = (
    task as unknown as Record<symbol, (tell: unknown) => () => void>
  )[key];
  Object.defineProperty(task, key, {
    value(tell: unknown) {
      followers.count++;
      const stop = follow?.call(task, tell);
      return () => {
        followers.count--;
        stop?.();
      };
    },
  });
  return followers;
}
