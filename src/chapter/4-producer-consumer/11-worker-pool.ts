/*
 * A queue stands between those who make work and those who do it. Its size is the brake: when it is full, the
 * producer waits. join() waits until everything is done; the workers, which loop for ever, are then cancelled.
 */
import { AsyncQueue, createTask, sleep } from "async-patterns";
import { repr } from "../repr.ts";

/** Puts the numbers 0 to `count` - 1 into the queue, one every 10 ms, slower where the queue is full. */
export async function producer(
  queue: AsyncQueue<number>,
  count: number,
): Promise<void> {
  for (let i = 0; i < count; i++) {
    await sleep(10);
    await queue.put(i);
    console.log(`  Produced: ${i}`);
  }
}

/** Takes items for ever, 20 ms each; ends only when `signal` aborts, with its reason. */
export async function consumer(
  queue: AsyncQueue<number>,
  name: string,
  results: number[],
  signal: AbortSignal,
): Promise<never> {
  for (;;) {
    const item = await queue.get({ signal });
    await sleep(20, { signal });
    results.push(item * 10);
    console.log(`  ${name} processed: ${item} -> ${item * 10}`);
    queue.taskDone();
  }
}

export async function main(): Promise<void> {
  const queue = new AsyncQueue<number>(5);
  const results: number[] = [];
  const consumers = ["Worker-0", "Worker-1"].map((name) =>
    createTask((signal) => consumer(queue, name, results, signal), { name }),
  );

  await producer(queue, 6);
  await queue.join();
  for (const task of consumers) {
    task.cancel();
  }
  await Promise.allSettled(consumers);

  const sorted = results.toSorted((a, b) => a - b);
  console.log(`\nAll results: ${repr(sorted)}`);
}
