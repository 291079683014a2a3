/*
 * Several tasks are under way. asCompleted gives them as they end; wait comes back when the first has ended, or all, and
 * says which have ended and which are still to come. Both cancel nobody, and leave nothing behind on who goes on.
 */
import {
  asCompleted,
  createTask,
  sleep,
  type Task,
  wait,
} from "async-patterns";

/** A runner for each time. */
export function runners(times: Record<string, number>): Task<string>[] {
  return Object.entries(times).map(([name, ms]) =>
    createTask(() => sleep(ms).then(() => name), { name }),
  );
}

/** Says who arrives, in that order. */
export async function podium(tasks: Task<string>[]): Promise<void> {
  for await (const { task } of asCompleted(tasks)) {
    console.log(`${await task} arrives`);
  }
}

/** Says who has ended first, and who is still under way. */
export async function winner(tasks: Task<string>[]): Promise<void> {
  const { done, pending } = await wait(tasks, { until: "first" });
  const names = (some: Iterable<Task<string>>) =>
    Array.from(some, ({ name }) => name).join(", ");
  console.log(`first: ${names(done)}; still under way: ${names(pending)}`);
  await wait(tasks);
}

export async function main(): Promise<void> {
  await podium(runners({ hare: 30, snail: 50, fox: 20 }));
  await winner(runners({ cat: 20, dog: 10, cow: 30 }));
}
