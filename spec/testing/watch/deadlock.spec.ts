import { describe, expect, it } from "vitest";
import {
  AsyncPriorityQueue,
  AsyncQueue,
  createTask,
  gather,
  nextTurn,
  sleep,
} from "../../../src/index.ts";
import { show } from "../../support.ts";
import { blockedIn, failureOf, placesIn, withoutColumns } from "../stuck.ts";

/*
 * A program is stuck when nothing is ready and no timer is pending. In real time that shows as a test that hangs, and
 * after five seconds as "timed out"; in virtual time it is known at once. The error has a line for each piece of code
 * that waits: its name, what it waits for, since when, where that stands in the source, and who could have helped.
 */
describe("A deadlock", () => {
  const place = placesIn(import.meta.url);

  it("is told in one text: who waits for what, since when, where, and who could have helped", async () => {
    const error = await failureOf(async () => {
      const orders = new AsyncQueue<string>();
      const meals = new AsyncQueue<string>();
      const cook = createTask(
        async () => meals.put(await orders.get()), // cook
        { name: "cook" },
      );
      await sleep(5);
      await meals.get(); // guest
      await cook;
    });
    expect(withoutColumns(show(error))).toBe(
      [
        "DeadlockError: Cannot finish: nothing is ready and no timer is pending",
        `  cook waits for AsyncQueue.get since 0 ms at ${place("cook")}; nobody else has put into it`,
        `  main waits for AsyncQueue.get since 5 ms at ${place("guest")}; nobody else has put into it`,
        "",
      ].join("\n"),
    );
  });

  it("names a get, since when it waits, and where", async () => {
    const blocked = await blockedIn(async () => {
      const queue = new AsyncQueue<number>();
      await sleep(5);
      await queue.get(); // get
    });
    expect(blocked).toEqual([
      `main waits for AsyncQueue.get since 5 ms at ${place("get")}; nobody else has put into it`,
    ]);
  });

  it("names a put into a full queue", async () => {
    const blocked = await blockedIn(async () => {
      const queue = new AsyncQueue<number>(1);
      await queue.put(1);
      await queue.put(2); // put
    });
    expect(blocked).toEqual([
      `main waits for AsyncQueue.put since 0 ms at ${place("put")}; nobody else has taken from it`,
    ]);
  });

  it("names a get that was woken in vain once, since it first began to wait", async () => {
    const blocked = await blockedIn(async () => {
      const queue = new AsyncQueue<number>();
      const getting = queue.get(); // first
      await sleep(5);
      queue.putNowait(1);
      queue.getNowait();
      await getting; // await
    });
    expect(blocked).toEqual([
      `main waits for AsyncQueue.get since 0 ms at ${place("first")}; nobody else has put into it`,
      `main waits for a promise since 5 ms at ${place("await")}`,
    ]);
  });

  it("names a join on work that nobody does", async () => {
    const blocked = await blockedIn(async () => {
      const queue = new AsyncPriorityQueue<number>();
      queue.putNowait(1);
      await queue.join(); // join
    });
    expect(blocked).toEqual([
      `main waits for AsyncQueue.join since 0 ms at ${place("join")}; nobody else has taken from it`,
    ]);
  });

  it("names a loop over a queue that is never shut down", async () => {
    const blocked = await blockedIn(async () => {
      const queue = new AsyncQueue<number>();
      queue.putNowait(7);
      for await (const ms of queue) await sleep(ms); // loop
    });
    expect(blocked).toEqual([
      `main waits for AsyncQueue.get since 7 ms at ${place("loop")}; nobody else has put into it`,
    ]);
  });

  it("names a sleep without end, and the task that somebody awaits", async () => {
    async function sleepForEver(): Promise<void> {
      await sleep(Infinity); // sleep
    }
    const blocked = await blockedIn(async () => {
      const sleeper = createTask(sleepForEver, { name: "sleeper" });
      await sleeper; // task
    });
    expect(blocked).toEqual([
      `main waits for the task sleeper since 0 ms at ${place("task")}`,
      `sleeper waits for sleep since 0 ms at ${place("sleep")} (sleepForEver)`,
    ]);
  });

  it("names each of several tasks, and who gathers them", async () => {
    const queue = new AsyncQueue<number>();
    async function work(): Promise<void> {
      await sleep(3);
      await queue.get(); // work
    }
    const blocked = await blockedIn(async () => {
      const a = createTask(work, { name: "a" });
      const b = createTask(work, { name: "b" });
      const c = createTask(nextTurn, { name: "c" });
      await gather(a, b, c); // gather
    });
    const waits = `waits for AsyncQueue.get since 3 ms at ${place("work")} (work); nobody else has put into it`;
    expect(blocked).toEqual([
      `main waits for gather since 0 ms at ${place("gather")}; a, b have not ended`,
      `a ${waits}`,
      `b ${waits}`,
    ]);
  });

  it("names every task that has not ended, also one whose body returned a promise", async () => {
    const blocked = await blockedIn(async () => {
      createTask(() => new Promise(() => {}), { name: "reader" }); // reader
      createTask(() => {}, { name: "ended" });
      await new Promise(() => {}); // beside the reader
    });
    expect(blocked).toEqual([
      `main waits for a promise since 0 ms at ${place("beside the reader")}`,
      `reader waits for a promise, created at ${place("reader")}`,
    ]);
  });

  it.each([
    ["is something else", (_: Error, sites: unknown) => sites],
    [
      "throws",
      () => {
        throw new Error("no stack");
      },
    ],
  ])(
    "is told with its places where what a program makes of stacks %s",
    async (_, prepare) => {
      const before = Object.getOwnPropertyDescriptor(
        Error,
        "prepareStackTrace",
      );
      const blocked = await blockedIn(async () => {
        Error.prepareStackTrace = prepare;
        await new AsyncQueue().get(); // whatever stacks are
      }).finally(() =>
        Object.defineProperty(Error, "prepareStackTrace", before ?? {}),
      );
      expect(blocked).toEqual([
        `main waits for AsyncQueue.get since 0 ms at ${place("whatever stacks are")}; nobody else has put into it`,
      ]);
    },
  );

  const absent = { value: undefined, configurable: true };
  const frozen = { writable: false, configurable: true };
  const thrown = (): never => {
    throw new Error("never asked");
  };
  it.each<[string, object, PropertyKey, PropertyDescriptor]>([
    ["takes V8's function for stacks away", Error, "captureStackTrace", absent],
    ["replaces it", Error, "captureStackTrace", { value: thrown }],
    ["freezes their depth", Error, "stackTraceLimit", frozen],
    ["freezes what makes them", Error, "prepareStackTrace", frozen],
    ["takes Error itself away", globalThis, "Error", absent],
  ])("is told with its places where a program %s", async (...tampering) => {
    const [, holder, name, descriptor] = tampering;
    const before = Object.getOwnPropertyDescriptor(holder, name);
    const blocked = await blockedIn(async () => {
      setImmediate(() => {}); // the kit asks who makes it
      Object.defineProperty(holder, name, descriptor);
      await new AsyncQueue().get(); // all the same
    }).finally(() => Object.defineProperty(holder, name, before ?? {}));
    expect(blocked).toEqual([
      `main waits for AsyncQueue.get since 0 ms at ${place("all the same")}; nobody else has put into it`,
    ]);
  });

  it("is found beside timers that only repeat and have no ref, once others have fired", async () => {
    const error = await failureOf(async () => {
      setInterval(() => {}, 100).unref(); // repeats
      setTimeout(() => console.log("fires once"), 1_000).unref();
      await new AsyncQueue().get(); // beside an interval
    });
    expect(error).toMatchObject({ lines: [{ at: 1_000, text: "fires once" }] });
    expect(withoutColumns((error as Error).message).split("\n  ")).toEqual([
      "Cannot finish: nothing is ready, and the timers that are pending only repeat and have no ref",
      `main waits for AsyncQueue.get since 0 ms at ${place("beside an interval")}; nobody else has put into it`,
      expect.stringMatching(/^a timer that main set.* repeats$/),
    ]);
  });

  it("numbers the tasks that have no name, as their names do", async () => {
    async function work(): Promise<void> {
      await sleep(Infinity); // nameless
    }
    const blocked = await blockedIn(async () => {
      createTask(nextTurn);
      createTask(work);
      await sleep(Infinity); // beside nameless
    });
    expect(blocked).toEqual([
      `main waits for sleep since 0 ms at ${place("beside nameless")}`,
      `Task-2 waits for sleep since 0 ms at ${place("nameless")} (work)`,
    ]);
  });

  it("shows the innermost of functions that call each other", async () => {
    async function receive(queue: AsyncQueue<number>): Promise<number> {
      return await queue.get(); // innermost
    }
    async function receiveTwo(queue: AsyncQueue<number>): Promise<number> {
      return (await receive(queue)) + (await receive(queue));
    }
    const blocked = await blockedIn(async () => {
      const queue = new AsyncQueue<number>();
      queue.putNowait(1);
      await receiveTwo(queue);
    });
    expect(blocked).toEqual([
      `main waits for AsyncQueue.get since 0 ms at ${place("innermost")} (receive); nobody else has put into it`,
    ]);
  });

  it("says who has used the other side of a queue before, and that it has ended", async () => {
    const blocked = await blockedIn(async () => {
      const queue = new AsyncQueue<number>();
      createTask(() => queue.put(1), { name: "producer" });
      await queue.get();
      await queue.get(); // after the producer
    });
    expect(blocked).toEqual([
      `main waits for AsyncQueue.get since 0 ms at ${place("after the producer")}; put into it so far by producer (has ended)`,
    ]);
  });

  it("shows two tasks that wait for each other", async () => {
    async function exchange(
      mine: AsyncQueue<string>,
      theirs: AsyncQueue<string>,
    ): Promise<void> {
      await theirs.put("hello");
      await mine.get();
      await mine.get(); // one too many
    }
    const blocked = await blockedIn(async () => {
      const [one, two] = [new AsyncQueue<string>(), new AsyncQueue<string>()];
      const a = createTask(() => exchange(one, two), { name: "a" });
      const b = createTask(() => exchange(two, one), { name: "b" });
      await gather(a, b); // both
    });
    const waits = `waits for AsyncQueue.get since 0 ms at ${place("one too many")} (exchange)`;
    expect(blocked).toEqual([
      `main waits for gather since 0 ms at ${place("both")}; a, b have not ended`,
      `b ${waits}; put into it so far by a (waits)`,
      `a ${waits}; put into it so far by b (waits)`,
    ]);
  });

  it("names everyone who has used the other side of a queue", async () => {
    const blocked = await blockedIn(async () => {
      const queue = new AsyncQueue<number>();
      createTask(() => queue.put(1), { name: "one" });
      createTask(() => queue.put(2), { name: "two" });
      await queue.get();
      await queue.get();
      await queue.get(); // after both
    });
    expect(blocked).toEqual([
      `main waits for AsyncQueue.get since 0 ms at ${place("after both")}; put into it so far by one (has ended), two (has ended)`,
    ]);
  });

  it("is found behind thousands of waits that are over", async () => {
    const blocked = await blockedIn(
      async () => {
        const queue = new AsyncQueue<number>();
        createTask(() => queue.get(), { name: "patient" });
        for (let turn = 0; turn < 3_000; turn++) {
          await nextTurn();
        }
        await queue.get();
      },
      { traces: 0 },
    );
    expect(blocked).toEqual([
      "patient waits for AsyncQueue.get since 0 ms; nobody else has put into it",
      "main waits for AsyncQueue.get since 0 ms; nobody else has put into it",
    ]);
  });
});
