/*
 * A sentinel is an item that means "no more". One for each consumer, put behind the last real item, lets all of them
 * finish what they have and return a result: an orderly end without cancelling anybody.
 */
import { AsyncQueue, createTask, gather, sleep } from "async-patterns";
import { repr } from "../repr.ts";

/** A symbol, so that no item can be mistaken for it. */
export const SENTINEL = Symbol("no more items");
export type Message = number | typeof SENTINEL;

/** Puts the items into the queue, then one sentinel for each consumer. */
export async function dataProducer(
  queue: AsyncQueue<Message>,
  items: readonly number[],
  consumerCount: number,
): Promise<void> {
  for (const item of items) {
    await sleep(0);
    await queue.put(item);
  }
  for (let i = 0; i < consumerCount; i++) {
    await queue.put(SENTINEL);
  }
}

/** Squares what it takes until it takes a sentinel, and returns its own squares. */
export async function dataConsumer(
  queue: AsyncQueue<Message>,
  name: string,
): Promise<number[]> {
  const processed: number[] = [];
  for (;;) {
    const item = await queue.get();
    if (item === SENTINEL) {
      console.log(`  ${name}: received shutdown signal`);
      return processed;
    }
    processed.push(item ** 2);
    await sleep(0);
  }
}

export async function main(): Promise<void> {
  const queue = new AsyncQueue<Message>();
  const names = ["Consumer-0", "Consumer-1"];
  const items = [1, 2, 3, 4, 5, 6];
  const produced = createTask(() => dataProducer(queue, items, names.length));
  const consumers = names.map((name) =>
    createTask(() => dataConsumer(queue, name), { name }),
  );

  await produced;
  const squares = (await gather(...consumers)).flat();
  const sorted = squares.toSorted((a, b) => a - b);
  console.log(`\nAll squared values: ${repr(sorted)}`);
}
