import type { Task } from "../../src/patterns/task.ts";

/** Counts who is to be told of a task's end, from now on. */
export function countFollowers(task: Task<unknown>): { count: number } {
  const followers = { count: 0 };
  const counted = (name: string, change: number): void => {
    const key = Symbol.for(`async-patterns.${name}`);
    const own = (
      task as unknown as Record<symbol, (follower: unknown) => void>
    )[key];
    Object.defineProperty(task, key, {
      value(follower: unknown) {
        followers.count += change;
        own?.call(task, follower);
      },
    });
  };
  counted("whenDone", 1);
  counted("forget", -1);
  return followers;
}
