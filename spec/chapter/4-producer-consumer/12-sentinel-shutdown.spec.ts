import { describe, expect, it } from "vitest";
import { AsyncQueue, createTask, gather, toArray } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import {
  dataConsumer,
  dataProducer,
  main,
  SENTINEL,
  type Message,
} from "../../../src/chapter/4-producer-consumer/12-sentinel-shutdown.ts";
import { allOutcomes, play, terminal } from "../../support.ts";

/*
 * Cancelling is abrupt; a sentinel is polite. It travels through the queue behind the last item, so whoever takes it
 * knows that there is nothing more to come, stops of its own accord and returns what it has. One sentinel ends one
 * consumer, so there must be as many of them as there are consumers.
 *
 * Consumer-0 takes all six items: behind its `sleep(0)` it is back in the line of turns before Consumer-1, which each item
 * wakes, and which finds nothing. `repr` prints values as Python does, so that both transcripts can be compared.
 */
describe("12 · Sentinel shutdown", () => {
  it("prints who stops, and the squares of all items", async () => {
    expect((await play(main)).output).toBe(terminal`
        Consumer-1: received shutdown signal    ← first, though it was started second:
        Consumer-0: received shutdown signal    ← Consumer-0 is still at the last item

      All squared values: [1, 4, 9, 16, 25, 36]
    `);
  });

  // The whole search has millions of schedules; two departures show both outcomes, the next test all of a smaller input.
  it("leaves only to the rule of turns who stops first, in every schedule of up to two departures", async () => {
    const found = await allOutcomes(main, { departures: 2 });
    expect(found).toMatchObject({ departures: 2, schedules: 487 });
    expect(found.outcomes).toMatchObject(
      bothOrders("\nAll squared values: [1, 4, 9, 16, 25, 36]\n"),
    );
    expect(String(found.outcomes[1]?.schedule)).toBe(
      "step 1, at 0 ms: Consumer-1 (start) runs before Task-1 (start), Consumer-0 (start)",
    );
  });

  it("never changes the squares, in all 1,432 schedules of two items", async () => {
    const found = await allOutcomes(async () => {
      console.log((await shareOut([1, 2], 2)).flat().toSorted((a, b) => a - b));
    });
    expect(found).toMatchObject({ schedules: 1_432, complete: true });
    expect(found.outcomes).toMatchObject(bothOrders("[ 1, 4 ]\n"));
  });

  // Each put wakes Consumer-1, but Consumer-0 is back from its sleep(0) before that turn comes, and takes the item.
  it("leaves every item to the consumer that is already running", async () => {
    const { result } = await runVirtual(() => shareOut([1, 2, 3, 4, 5, 6], 2));
    expect(result).toEqual([[1, 4, 9, 16, 25, 36], []]);
  });

  it("shares the items when they all lie ready", async () => {
    const queue = queueOf(1, 2, 3, SENTINEL, SENTINEL);
    const { result } = await runVirtual(() =>
      gather(dataConsumer(queue, "a"), dataConsumer(queue, "b")),
    );
    expect(result).toEqual([[1, 9], [4]]);
  });

  it("gathers the results in the order of the consumers, not of their end", async () => {
    const run = await runVirtual(() => shareOut([1], 2));
    expect(run.output).toBe(terminal`
        Consumer-1: received shutdown signal
        Consumer-0: received shutdown signal
    `);
    expect(run.result).toEqual([[1], []]);
  });

  it("processes every item in front of the sentinel and none behind it", async () => {
    const queue = queueOf(1, 2, SENTINEL, 3);
    const { result } = await runVirtual(() => dataConsumer(queue, "only"));
    expect([result, queue.getNowait()]).toEqual([[1, 4], 3]);
  });

  it("puts one sentinel for each consumer behind the items, and no more", async () => {
    const queue = new AsyncQueue<Message>();
    await dataProducer(queue, [7], 2);
    queue.shutdown();
    expect(await toArray(queue)).toEqual([7, SENTINEL, SENTINEL]);
  });

  it("ends consumers that never had an item", async () => {
    const { result } = await runVirtual(() => shareOut([], 2));
    expect(result).toEqual([[], []]);
  });

  it("leaves a consumer waiting for ever when a sentinel is missing", async () => {
    const hung = await runVirtual(() => shareOut([1], 2, 1)).catch(String);
    expect(hung).toMatch(/^DeadlockError: Cannot finish: nothing is ready/);
    expect(hung).toContain("Task-2 waits for AsyncQueue.get since 0 ms");
  });
});

function queueOf(...messages: Message[]): AsyncQueue<Message> {
  const queue = new AsyncQueue<Message>();
  messages.forEach((message) => queue.putNowait(message));
  return queue;
}

/** The two consumers stop in either order, and then comes the rest. */
function bothOrders(rest: string): { output: string }[] {
  const by = (i: number) => `  Consumer-${i}: received shutdown signal\n`;
  return [{ output: by(1) + by(0) + rest }, { output: by(0) + by(1) + rest }];
}

/** What the cell's main does, with other items, and as many consumers and sentinels as one likes. */
async function shareOut(items: number[], count: number, sentinels = count) {
  const queue = new AsyncQueue<Message>();
  const produced = createTask(() => dataProducer(queue, items, sentinels));
  const consumers = Array.from({ length: count }, (_, i) =>
    createTask(() => dataConsumer(queue, `Consumer-${i}`)),
  );
  await produced;
  return gather(...consumers);
}
