import { sleep } from "../../../src/patterns/sleep.ts";
import type { TaskGroup } from "../../../src/patterns/task-group.ts";
import type { Task } from "../../../src/patterns/task.ts";

/** Starts a task of a group that sleeps, and prints how it goes on. */
export function noted(
  group: TaskGroup,
  name: string,
  ms: number,
  failure?: Error,
  cleaningMs = 0,
): Task<void> {
  return group.createTask(
    async (signal) => {
      console.log(`${name} begins`);
      try {
        await sleep(ms, { signal });
      } catch (error) {
        console.log(`${name} is cancelled`);
        if (cleaningMs > 0) {
          await sleep(cleaningMs);
          console.log(`${name} has cleaned up`);
        }
        throw error;
      }
      console.log(`${name} ${failure === undefined ? "ends" : "fails"}`);
      if (failure !== undefined) {
        throw failure;
      }
    },
    { name },
  );
}
