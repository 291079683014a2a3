import type { Task } from "../../src/patterns/task.ts";
import { Census } from "./alive.ts";

/** Counts who is to be told of a task's end, from now on, and looks who of them is still in memory. */
export function countFollowers(task: Task<unknown>): {
  count: number;
  readonly inMemory: Census;
} {
  const followers = { count: 0, inMemory: new Census() };
  const counted = (name: string, change: number): void => {
    const key = Symbol.for(`async-patterns.${name}`);
    const own = (task as unknown as Record<symbol, (follower: object) => void>)[
      key
    ];
    Object.defineProperty(task, key, {
      value(follower: object) {
        followers.count += change;
        followers.inMemory.counted(follower);
        own?.call(task, follower);
      },
    });
  };
  counted("whenDone", 1);
  counted("forget", -1);
  return followers;
}
