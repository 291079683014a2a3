/*
 * A group holds tasks that belong together, and nobody leaves its block while one of them runs. When one fails, what the
 * others do is of no use any more: they are cancelled, waited for, and the failures come out together.
 */
import { asyncWith, sleep, TaskGroup } from "async-patterns";

/** Fetches a part; says so when it is called off. */
export async function fetchPart(
  name: string,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  try {
    await sleep(ms, { signal });
    console.log(`${name} is there`);
  } finally {
    if (signal.aborted) {
      console.log(`${name} is called off`);
    }
  }
}

/** What fails. */
export async function fail(ms: number): Promise<void> {
  await sleep(ms);
  throw new Error("no photo");
}

export async function main(): Promise<void> {
  try {
    await asyncWith(new TaskGroup(), (group) => {
      const add = (name: string, ms: number) =>
        group.createTask((signal) => fetchPart(name, ms, signal), { name });
      add("text", 10);
      group.createTask(() => fail(20), { name: "photo" });
      add("map", 30);
    });
  } catch (error) {
    const { errors } = error as AggregateError;
    console.log(`failed: ${errors.map(({ message }) => message).join()}`);
  }
}
