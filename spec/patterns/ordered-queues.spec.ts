import { describe, expect, it } from "vitest";
import { AsyncQueue } from "../../src/patterns/async-queue.ts";
import { QueueFullError } from "../../src/patterns/async-queue.ts";
import {
  AsyncLifoQueue,
  AsyncPriorityQueue,
} from "../../src/patterns/ordered-queues.ts";
import { runVirtual } from "../../src/testing/index.ts";
import { terminal } from "../support.ts";
import { getter } from "./async-queue/queue-users.ts";

/*
 * Two queues with another order of retrieval, and everything else as in AsyncQueue. In the **LIFO queue** the newest item
 * leaves first, as from a stack of plates.
 */
describe("AsyncLifoQueue", () => {
  it("hands out the newest item first", () => {
    const queue = new AsyncLifoQueue<string>();
    ["A", "B", "C"].forEach((item) => queue.putNowait(item));
    expect(drained(queue)).toEqual(["C", "B", "A"]);
  });

  it("is an AsyncQueue, with its maxsize", () => {
    const queue = new AsyncLifoQueue<string>(1);
    expect(queue).toBeInstanceOf(AsyncQueue);
    expect([queue.maxsize, new AsyncLifoQueue().maxsize]).toEqual([1, 0]);
    queue.putNowait("A");
    expect(() => queue.putNowait("B")).toThrow(QueueFullError);
  });

  it("gives the first getter in line what is newest at its turn", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncLifoQueue<string>();
      const getters = [getter(queue, "first"), getter(queue, "second")];
      queue.putNowait("old"); // wakes the first
      queue.putNowait("new");
      await Promise.all(getters);
    });
    expect(run.output).toBe(terminal`
      first got new
      second got old
    `);
  });
});

/*
 * In the **priority queue** the least item leaves first, and equal ones in the order in which they came. In Python's, equal
 * ones leave in an order that nobody chose, unless the items are tuples with a counter. Numbers and strings have an order of
 * their own; for anything else, say what comes first with a `compare` function, as for `Array.sort`.
 */
describe("AsyncPriorityQueue", () => {
  it("hands out the least number first", () => {
    const queue = new AsyncPriorityQueue<number>();
    [5, -1, 10, 0, 2.5, -Infinity].forEach((item) => queue.putNowait(item));
    expect(drained(queue)).toEqual([-Infinity, -1, 0, 2.5, 5, 10]);
  });

  it("hands out strings in the order of <", () => {
    const queue = new AsyncPriorityQueue<string>();
    ["b", "10", "a", "9", "B"].forEach((item) => queue.putNowait(item));
    expect(drained(queue)).toEqual(["10", "9", "B", "a", "b"]);
  });

  it("follows a compare function", () => {
    const queue = new AsyncPriorityQueue<Date>(0, (a, b) => +b - +a);
    const dates = [2020, 2030, 2010].map((year) => new Date(year, 0));
    dates.forEach((item) => queue.putNowait(item));
    expect(drained(queue)).toEqual([dates[1], dates[0], dates[2]]);
  });

  it("hands out equal items in the order in which they came", () => {
    const queue = new AsyncPriorityQueue<Job>(0, byPriority);
    jobs(2, 1, 2, 1, 2, 1).forEach((job) => queue.putNowait(job));
    expect(drained(queue).map(({ id }) => id)).toEqual([1, 3, 5, 0, 2, 4]);
  });

  // https://tc39.es/ecma262/#sec-comparearrayelements
  it.each<[string, (a: string, b: string) => unknown]>([
    ["NaN", () => NaN],
    ["undefined", () => undefined],
    ["strings", (a, b) => (a < b ? "-1" : "1")],
    ["false", () => false],
    ["objects", (a, b) => new Date(a < b ? -1 : 1)],
    ["infinities", (a, b) => (a < b ? -Infinity : Infinity)],
  ])(
    "takes what compare gives as Array.prototype.sort does: %s",
    (_, compare) => {
      const items = "agfedcb".split("");
      const queue = new AsyncPriorityQueue<string>(0, compare as never);
      items.forEach((item) => queue.putNowait(item));
      expect(drained(queue)).toEqual(items.toSorted(compare as never));
    },
  );

  it("asks compare once for a woken getter: what it throws, that get throws, and the items stay", async () => {
    await runVirtual(async () => {
      const failure = new Error("no order");
      const failures = [failure];
      let isArmed = false;
      const queue = new AsyncPriorityQueue<number>(0, (a, b) => {
        const thrown = isArmed ? failures.pop() : undefined;
        if (thrown !== undefined) {
          throw thrown;
        }
        return a - b;
      });
      const getting = queue.get();
      [2, 3, 1].forEach((item) => queue.putNowait(item));
      isArmed = true;
      await expect(getting).rejects.toBe(failure);
      expect(drained(queue)).toEqual([1, 2, 3]);
    });
  });

  it.each<[string, () => number]>([
    ["each comes before the other", () => -1],
    ["each comes behind the other", () => 1],
    ["now this, now that", alternating()],
  ])(
    "hands out each item once where compare contradicts itself: %s",
    (_, compare) => {
      for (let count = 1; count < 20; count++) {
        const items = Array.from({ length: count }, (_, item) => item);
        const queue = new AsyncPriorityQueue<number>(0, compare);
        items.forEach((item) => queue.putNowait(item));
        expect(drained(queue).toSorted((a, b) => a - b)).toEqual(items);
      }
    },
  );

  it("refuses an item where compare gives a bigint, as sort does", () => {
    const queue = new AsyncPriorityQueue<number>(0, (() => 1n) as never);
    queue.putNowait(1);
    expect(() => [1, 2].toSorted((() => 1n) as never)).toThrow(TypeError);
    expect(() => queue.putNowait(2)).toThrow(TypeError);
    expect(queue.size).toBe(1);
  });

  it("takes 0 and -0 for equal", () => {
    const queue = new AsyncPriorityQueue<number>();
    [0, -0, 0].forEach((item) => queue.putNowait(item));
    expect(drained(queue)).toEqual([0, -0, 0]);
  });

  it("gives the first getter in line what is least at its turn", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncPriorityQueue<number>();
      const getters = [getter(queue, "first"), getter(queue, "second")];
      queue.putNowait(2); // wakes the first
      queue.putNowait(1);
      await Promise.all(getters);
    });
    expect(run.output).toBe(terminal`
      first got 1
      second got 2
    `);
  });

  it("is an AsyncQueue, with its maxsize", () => {
    const queue = new AsyncPriorityQueue<number>(1);
    expect(queue).toBeInstanceOf(AsyncQueue);
    expect([queue.maxsize, new AsyncPriorityQueue().maxsize]).toEqual([1, 0]);
    queue.putNowait(1);
    expect(() => queue.putNowait(2)).toThrow(QueueFullError);
  });

  it.each<[string, unknown]>([
    ["an Object", { id: 1 }],
    ["an array", [1, "A"]],
    ["undefined", undefined],
    ["null", null],
    ["NaN", NaN],
    ["1n", 1n],
    ["a Date", new Date(0)],
  ])("refuses %s without a compare function", (shown, item) => {
    const queue = new AsyncPriorityQueue<unknown>();
    expect(() => queue.putNowait(item)).toThrow(
      new TypeError(
        `Cannot put: without a compare function, items must be numbers or strings, received ${shown}`,
      ),
    );
    expect(queue.size).toBe(0);
  });

  it("refuses strings beside numbers without a compare function", () => {
    const queue = new AsyncPriorityQueue<unknown>();
    queue.putNowait(10);
    expect(() => queue.putNowait("9")).toThrow(
      new TypeError(
        'Cannot put: without a compare function, items must be of one kind, received "9" beside 10',
      ),
    );
    queue.getNowait();
    queue.putNowait("9");
    expect(queue.getNowait()).toBe("9");
  });

  it.each([
    ["where put would wait", 1],
    ["where there is room", 2],
  ])(
    "refuses in put at once what it could not hold, %s",
    async (_, maxsize) => {
      const queue = new AsyncPriorityQueue<unknown>(maxsize);
      queue.putNowait(1);
      await expect(queue.put("A")).rejects.toThrow(
        new TypeError(
          'Cannot put: without a compare function, items must be of one kind, received "A" beside 1',
        ),
      );
      expect(queue.size).toBe(1);
    },
  );

  it("stays as it was when the compare function throws", () => {
    const failure = new Error("cannot compare");
    const queue = new AsyncPriorityQueue<Job>(0, (a, b) => {
      if (Number.isNaN(a.priority + b.priority)) {
        throw failure;
      }
      return byPriority(a, b);
    });
    const [bad, ...good] = jobs(NaN, 3, 1, 2);
    good.forEach((job) => queue.putNowait(job));
    expect(() => queue.putNowait(bad as Job)).toThrow(failure);
    expect(queue.size).toBe(3);
    queue.taskDone();
    queue.taskDone();
    queue.taskDone();
    expect(() => queue.taskDone()).toThrow(RangeError);
    expect(drained(queue).map(({ priority }) => priority)).toEqual([1, 2, 3]);
  });

  it("gives the place that a woken put could not take to the next in line", async () => {
    const failure = new Error("cannot compare");
    await runVirtual(async () => {
      const queue = new AsyncPriorityQueue<Job>(2, (a, b) => {
        if (Number.isNaN(a.priority + b.priority)) {
          throw failure;
        }
        return byPriority(a, b);
      });
      const [bad, ...good] = jobs(NaN, 1, 2, 3) as [Job, Job, Job, Job];
      queue.putNowait(good[0]);
      queue.putNowait(good[1]);
      const refused = queue.put(bad).catch((error: unknown) => error);
      const put = queue.put(good[2]);
      expect(await queue.get()).toBe(good[0]);
      expect(await refused).toBe(failure);
      await put; // and nobody has taken another item
      expect(drained(queue)).toEqual(good.slice(1));
    });
  });

  it.each<[string, unknown]>([
    ["null", null],
    ['"priority"', "priority"],
  ])("refuses %s as a compare function", (shown, compare) => {
    expect(() => new AsyncPriorityQueue(0, compare as never)).toThrow(
      new TypeError(
        `Cannot create a queue: compare must be a function, received ${shown}`,
      ),
    );
  });
});

interface Job {
  readonly id: number;
  readonly priority: number;
}

const byPriority = (a: Job, b: Job): number => a.priority - b.priority;

function jobs(...priorities: number[]): Job[] {
  return priorities.map((priority, id) => ({ id, priority }));
}

function drained<T>(queue: AsyncQueue<T>): T[] {
  const items: T[] = [];
  while (!queue.empty) {
    items.push(queue.getNowait());
  }
  return items;
}

function alternating(): () => number {
  let calls = 0;
  return () => (++calls % 3 === 0 ? 1 : -1);
}
