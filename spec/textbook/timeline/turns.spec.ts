import { describe, expect, it } from "vitest";
import { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { gather } from "../../../src/patterns/gather.ts";
import { createTask } from "../../../src/patterns/task.ts";
import { asyncWith } from "../../../src/patterns/async-context-manager.ts";
import {
  stepsOf,
  turnsOf,
  waitsOf,
} from "../../../src/textbook/timeline/turns.ts";
import { wordsOf } from "../../../src/textbook/timeline/words.ts";
import { terminal } from "../../support.ts";
import { recorded } from "../fixtures.ts";

/** A run in words, a step a line, each behind its millisecond and the number of its turn. */
async function told(main: () => unknown): Promise<string> {
  const { lines, timeline } = await recorded(main);
  const waits = waitsOf(timeline);
  return stepsOf(turnsOf(timeline))
    .map(
      (step) =>
        `${step.at} ms, turn ${step.turn}: ${wordsOf(step, waits, lines)}\n`,
    )
    .join("");
}

/*
 * A run is a sequence of turns. In each of them, one piece of code runs until it waits again. The book tells each turn in
 * words, so that a reader who does not see the drawing misses nothing. A turn that prints several lines is told in as many
 * steps: so one can walk through a run line by line.
 */
describe("A run in words", () => {
  it("a step tells who slept and what was printed", async () => {
    const words = await told(async () => {
      console.log("before");
      console.log("  still before");
      await sleep(10);
      console.log("after");
      await sleep(0);
      await nextTurn();
    });
    expect(words).toBe(terminal`
      0 ms, turn 1: main prints line 1: "before"
      0 ms, turn 1: main prints line 2: "still before"
      0 ms, turn 1: main sleeps 10 ms
      10 ms, turn 2: main has slept; prints line 3: "after"
      10 ms, turn 2: main gives up its turn
      10 ms, turn 3: main has its next turn; gives up its turn
      10 ms, turn 4: main has its next turn
    `);
  });

  it("a step tells how items travel, and who waits for what", async () => {
    const words = await told(async () => {
      const queue = new AsyncQueue<string>(1);
      const consumer = createTask(
        async () => {
          await sleep(5);
          await queue.get();
          await queue.get();
          queue.taskDone();
          queue.taskDone();
        },
        { name: "consumer" },
      );
      await queue.put("A");
      await queue.put("B");
      await queue.join();
      await consumer;
    });
    expect(words).toBe(terminal`
      0 ms, turn 1: main creates the task consumer; puts 'A' into AsyncQueue, which then holds 1; waits for room in AsyncQueue, which is full
      0 ms, turn 2: consumer starts; sleeps 5 ms
      5 ms, turn 3: consumer has slept; takes 'A' from AsyncQueue, which then holds 0; wakes main; waits for an item of AsyncQueue, which is empty
      5 ms, turn 4: main is back for room; puts 'B' into AsyncQueue, which then holds 1; wakes consumer; waits until all items of AsyncQueue are done
      5 ms, turn 5: consumer is back for an item; takes 'B' from AsyncQueue, which then holds 0; wakes main; returns
      5 ms, turn 6: main knows that all items are done
    `);
  });

  it("a step tells who was woken too late, and who was quicker", async () => {
    const words = await told(async () => {
      const queue = new AsyncQueue<string>();
      createTask(() => queue.get(), { name: "robbed" });
      await nextTurn();
      queue.putNowait("A");
      await queue.get();
      await nextTurn();
      queue.putNowait("B");
      await nextTurn();
    });
    expect(words).toBe(terminal`
      0 ms, turn 1: main creates the task robbed; gives up its turn
      0 ms, turn 2: robbed starts; waits for an item of AsyncQueue, which is empty
      0 ms, turn 3: main has its next turn; puts 'A' into AsyncQueue, which then holds 1; wakes robbed; takes 'A' from AsyncQueue, which then holds 0; gives up its turn
      0 ms, turn 4: robbed was woken too late, main was quicker; waits for an item of AsyncQueue, which is empty
      0 ms, turn 5: main has its next turn; puts 'B' into AsyncQueue, which then holds 1; wakes robbed; gives up its turn
      0 ms, turn 6: robbed is back for an item; takes 'B' from AsyncQueue, which then holds 0; returns
      0 ms, turn 7: main has its next turn
    `);
  });

  it("a step tells how a task ends", async () => {
    const words = await told(async () => {
      const failing = createTask(() => Promise.reject(new Error("lost")), {
        name: "failing",
      });
      const sleeping = createTask((signal) => sleep(50, { signal }), {
        name: "sleeping",
      });
      await failing.then(undefined, () => {});
      sleeping.cancel();
      await sleeping.then(undefined, () => {});
      await gather(createTask(() => 1, { name: "quick" }));
    });
    expect(words).toBe(terminal`
      0 ms, turn 1: main creates the task failing; creates the task sleeping; waits for failing
      0 ms, turn 2: failing starts; fails; wakes main
      0 ms, turn 3: sleeping starts; sleeps
      0 ms, turn 4: main knows how failing ended; wakes sleeping; waits for sleeping
      0 ms, turn 5: sleeping is woken from its sleep; ends, cancelled; wakes main
      0 ms, turn 6: main knows how sleeping ended; creates the task quick; waits for the gathered tasks
      0 ms, turn 7: quick starts; returns; wakes main
      0 ms, turn 8: main knows how the gathered tasks ended
    `);
  });

  it("a task that never starts ends within the turn of another", async () => {
    const words = await told(async () => {
      const task = createTask(() => {}, { name: "never" });
      task.cancel();
      await task.then(undefined, () => {});
    });
    expect(words).toBe(terminal`
      0 ms, turn 1: main creates the task never; waits for never; never ends, cancelled
      0 ms, turn 2: main knows how never ended
    `);
  });

  it("code just goes on where nothing else is to be told", () => {
    const step = {
      turn: 1,
      at: 0,
      who: "main",
      events: [],
      printed: 0,
      endsTurn: true,
    };
    expect(wordsOf(step, new Map(), [])).toBe("main goes on");
  });

  it("a step tells which contexts are entered and left, and with which error", async () => {
    class Manager {
      async enter(): Promise<void> {}
      async exit(): Promise<true> {
        return true;
      }
    }
    const words = await told(async () => {
      await asyncWith(new Manager(), () => {});
      await asyncWith(new Manager(), () => {
        throw new Error("lost");
      });
    });
    expect(words).toBe(terminal`
      0 ms, turn 1: main enters Manager; leaves Manager; enters Manager 2; leaves Manager 2 with Error: lost
    `);
  });
});
