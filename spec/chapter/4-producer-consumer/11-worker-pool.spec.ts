import { describe, expect, it } from "vitest";
import { AsyncQueue, CancelledError, createTask, sleep } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import {
  consumer,
  main,
  producer,
} from "../../../src/chapter/4-producer-consumer/11-worker-pool.ts";
import { allOutcomes, play, stamped, terminal } from "../../support.ts";

/*
 * Six items, 10 ms to make each, 20 ms to process each: one worker would fall behind, two keep up. The queue holds at
 * most five items, so a producer that runs too far ahead has to wait: that is back-pressure. `join()` knows when all
 * the work is done; the workers do not, and are cancelled.
 *
 * Two workers keep up so well that the queue never holds more than one of its five. A worker that is cancelled while it
 * works would take its item with it, and `join()` would wait for ever: [the cure](questions.html#what-becomes-of-a-cancelled-worker-s-item)
 * is to call `taskDone` in a `finally`. That main waits for the cancelled workers by `Promise.allSettled` is ours; Python's
 * `asyncio.run` ends what is left when main is over. `repr` prints values as Python does.
 */
describe("11 · Worker pool", () => {
  it("prints six items made and processed within 80 ms", async () => {
    expect(stamped(await play(main))).toBe(terminal`
        10 ms |   Produced: 0
        20 ms |   Produced: 1
        30 ms |   Worker-0 processed: 0 -> 0    ← both are due at 30 ms; this wait
        30 ms |   Produced: 2                   ← began at 10 ms, this one at 20 ms
        40 ms |   Worker-1 processed: 1 -> 10
        40 ms |   Produced: 3
        50 ms |   Worker-0 processed: 2 -> 20
        50 ms |   Produced: 4
        60 ms |   Worker-1 processed: 3 -> 30
        60 ms |   Produced: 5
        70 ms |   Worker-0 processed: 4 -> 40
        80 ms |   Worker-1 processed: 5 -> 50   ← three items of 20 ms since 20 ms
        80 ms |
        80 ms | All results: [0, 10, 20, 30, 40, 50]
    `);
  });

  // The rule of turns decides which worker starts first, and the clock which of two lines that are due at once: at 30,
  // 40, 50 and 60 ms.
  it("has 32 outcomes, and the same results in all of them", async () => {
    const { schedules, complete, outcomes } = await allOutcomes(main);
    expect({ schedules, complete }).toEqual({ schedules: 192, complete: true });
    const all = "All results: [0, 10, 20, 30, 40, 50]\n";
    expect(outcomes.every(({ output }) => output.endsWith(all))).toBe(true);
    expect(outcomes.map(({ count }) => count)).toEqual(Array(32).fill(6));
    const next = outcomes.slice(1, 6).map(({ schedule }) => String(schedule));
    expect(next).toEqual([
      "step 1, at 0 ms: Worker-1 (start) runs before Worker-0 (start)",
      "step 2, at 30 ms: main (sleep) runs before Worker-0 (sleep)",
      "step 3, at 40 ms: main (sleep) runs before Worker-1 (sleep)",
      "step 4, at 50 ms: main (sleep) runs before Worker-0 (sleep)",
      "step 5, at 60 ms: main (sleep) runs before Worker-1 (sleep)",
    ]);
  });

  it("never has more than one item in the queue", async () => {
    const { timeline } = await runVirtual(main, { timeline: true });
    const sizes = timeline.map((it) => (it.kind === "put" ? it.size : 0));
    expect(Math.max(...sizes)).toBe(1);
  });

  it("makes the producer wait while the queue is full", async () => {
    const run = await play(async () => {
      const queue = new AsyncQueue<number>(2);
      const producing = createTask(() => producer(queue, 3));
      await sleep(100);
      console.log(`full: ${queue.full}, takes ${await queue.get()}`);
      await producing;
    });
    expect(stamped(run)).toBe(terminal`
        10 ms |   Produced: 0
        20 ms |   Produced: 1
       100 ms | full: true, takes 0
       100 ms |   Produced: 2                   ← made at 30 ms, let in at last
    `);
  });

  it("falls behind the producer with a single worker", async () => {
    const run = await runVirtual(async () => {
      const { queue } = working([]);
      await producer(queue, 6);
      await queue.join();
    });
    expect(run.elapsed).toBe(130);
  });

  it("joins when the last item is done, not when the queue is empty", async () => {
    const run = await runVirtual(async () => {
      const { queue, results } = working([7]);
      await sleep(1);
      const wasEmpty = queue.empty;
      await queue.join();
      return [wasEmpty, results];
    });
    expect(run).toMatchObject({ result: [true, [70]], elapsed: 20 });
  });

  it("ends a worker that waits for an item when it is cancelled", async () => {
    await runVirtual(async () => {
      const { worker } = working([]);
      await sleep(1);
      worker.cancel();
      await expect(worker).rejects.toThrow(new CancelledError());
    });
  });

  it("abandons the item that a cancelled worker is at, and join never ends", async () => {
    const results: number[] = [];
    const hung = await runVirtual(async () => {
      const { queue, worker } = working([7], results);
      await sleep(10);
      worker.cancel();
      await queue.join();
    }).catch(String);
    expect(hung).toMatch(/^DeadlockError: Cannot finish: nothing is ready/);
    expect(hung).toContain("main waits for AsyncQueue.join since 10 ms");
    expect(results).toEqual([]);
  });
});

/** A queue that holds the items, and one worker on it. */
function working(items: number[], results: number[] = []) {
  const queue = new AsyncQueue<number>();
  items.forEach((item) => queue.putNowait(item));
  const work = (stop: AbortSignal) => consumer(queue, "Worker", results, stop);
  return { queue, results, worker: createTask(work) };
}
