import { describe, expect, it } from "vitest";
import {
  abortable,
  asCompleted,
  AsyncEvent,
  AsyncExitStack,
  AsyncQueue,
  asyncWith,
  Barrier,
  buffer,
  Condition,
  createTask,
  gather,
  Lock,
  mapConcurrent,
  merge,
  nextTurn,
  Semaphore,
  sleep,
  TaskGroup,
  timeout,
  toArray,
  wait,
  zip,
} from "../../../src/index.ts";
import { observed } from "../observed.ts";

/*
 * A host can bring an **observer**, who is told what tasks, waits, queues and contexts do: that is how a deadlock comes to
 * name who waits for what. What each part of the library tells, in order, is written down here; who looks at it goes by
 * the names.
 */
describe("What an observer is told", () => {
  it("of tasks: created, started, and how they end", async () => {
    const log = await observed(async () => {
      const cancelled = createTask(() => {}, { name: "C" });
      cancelled.cancel();
      await createTask(() => 1, { name: "A" });
      await createTask(() => Promise.reject(new Error("x")), {
        name: "B",
      }).then(null, () => {});
    });
    expect(log).toEqual([
      "C created",
      "A created",
      "A wait began: Task",
      "C cancelled",
      "A started",
      "A returned",
      "wait woken",
      "wait ended",
      "B created",
      "B wait began: Task",
      "B started",
      "B failed",
      "wait woken",
      "wait ended",
    ]);
  });

  it("of waits: what for, on what, woken and over", async () => {
    const log = await observed(async () => {
      const queue = new AsyncQueue<string>(1);
      const getting = queue.get();
      queue.putNowait("A");
      await getting;
      queue.putNowait("B");
      const putting = queue.put("C");
      queue.getNowait();
      await putting;
      const joining = queue.join();
      queue.shutdown({ immediate: true });
      queue.taskDone(); // for A
      queue.taskDone(); // for B
      await joining;
    });
    expect(log).toEqual([
      "wait began: AsyncQueue.get",
      "put A, size 1",
      "wait woken",
      "wait ended",
      "taken A, size 0",
      "put B, size 1",
      "wait began: AsyncQueue.put",
      "taken B, size 0",
      "wait woken",
      "wait ended",
      "put C, size 1",
      "wait began: AsyncQueue.join",
      "taken C, size 0",
      "wait woken",
      "wait ended",
    ]);
  });

  it("of turns and sleeps, and of what gather waits for", async () => {
    const log = await observed(async () => {
      await nextTurn();
      const controller = new AbortController();
      const sleeping = sleep(Infinity, controller);
      controller.abort("enough");
      await expect(sleeping).rejects.toBe("enough");
      await gather(createTask(() => {}, { name: "A" }));
    });
    expect(log).toEqual([
      "wait began: nextTurn",
      "wait woken",
      "wait ended",
      "wait began: sleep",
      "wait woken",
      "wait ended",
      "A created",
      "wait began: gather",
      "A started",
      "A returned",
      "gather",
      "notice taken",
      "wait woken",
      "wait ended",
    ]);
  });

  it("of one notice for who gathers, however many fail until it comes", async () => {
    const log = await observed(async () => {
      const fail = () => Promise.reject(new Error("no light"));
      const tasks = [createTask(fail), createTask(fail)];
      await expect(gather(tasks)).rejects.toThrow("no light");
    });
    expect(log.filter((line) => line === "gather")).toEqual(["gather"]);
  });

  it("of contexts: entered, and exited with or without an error", async () => {
    const log = await observed(async () => {
      const manager = {
        enter: async () => {},
        exit: async () => true,
      };
      await asyncWith(manager, () => {});
      await asyncWith(manager, () => Promise.reject(new Error("no light")));
    });
    expect(log).toEqual([
      "context entered",
      "context exited",
      "context entered",
      "context exited with Error: no light",
    ]);
  });

  it("of an event: waited for, and set", async () => {
    const log = await observed(async () => {
      const event = new AsyncEvent();
      const waiting = event.wait();
      event.set();
      await waiting;
    });
    expect(log).toEqual([
      "wait began: AsyncEvent.wait",
      "set",
      "wait woken",
      "wait ended",
    ]);
  });

  it("of a lock: acquired, waited for, released", async () => {
    const log = await observed(async () => {
      const lock = new Lock();
      await lock.acquire();
      const waiting = lock.acquire();
      lock.release();
      await waiting;
      lock.release();
    });
    expect(log).toEqual([
      "acquired",
      "wait began: Lock.acquire",
      "released",
      "wait woken",
      "wait ended",
      "acquired",
      "released",
    ]);
  });

  it("of a lock: that it wakes nobody twice", async () => {
    const log = await observed(async () => {
      const lock = new Lock();
      await lock.acquire();
      const controller = new AbortController();
      const first = lock.acquire();
      const second = lock.acquire(controller);
      controller.abort("enough");
      lock.release();
      await expect(second).rejects.toBe("enough");
      await first;
    });
    expect(log).toEqual([
      "acquired",
      "wait began: Lock.acquire",
      "wait began: Lock.acquire",
      "wait woken", // the second
      "released",
      "wait woken", // the first
      "wait ended",
      "wait ended",
      "acquired",
    ]);
  });

  it("of a semaphore: acquired, waited for, released", async () => {
    const log = await observed(async () => {
      const semaphore = new Semaphore(1);
      await semaphore.acquire();
      const waiting = semaphore.acquire();
      semaphore.release();
      await waiting;
      semaphore.release();
    });
    expect(log).toEqual([
      "acquired",
      "wait began: Semaphore.acquire",
      "released",
      "wait woken",
      "wait ended",
      "acquired",
      "released",
    ]);
  });

  it("of a condition: its lock is let go, and taken again once it has notified", async () => {
    const log = await observed(async () => {
      const condition = new Condition();
      await condition.acquire();
      const waiting = condition.wait();
      await condition.acquire();
      condition.notify();
      condition.release();
      await waiting;
      condition.release();
    });
    expect(log).toEqual([
      "acquired",
      "released",
      "wait began: Condition.wait",
      "acquired",
      "notified",
      "wait woken",
      "released",
      "wait ended",
      "acquired",
      "released",
    ]);
  });

  it("of a barrier: waited at", async () => {
    const log = await observed(async () => {
      const barrier = new Barrier(2);
      await Promise.all([barrier.wait(), barrier.wait()]);
    });
    expect(log).toEqual([
      "wait began: Barrier.wait",
      "wait woken",
      "wait ended",
    ]);
  });

  it("of a task group: its wait for its tasks", async () => {
    const log = await observed(async () => {
      await using group = await new TaskGroup().enter();
      group.createTask(() => {}, { name: "A" });
    });
    expect(log).toEqual([
      "A created",
      "wait began: TaskGroup",
      "A started",
      "A returned",
      "group",
      "notice taken",
      "wait woken",
      "wait ended",
    ]);
  });

  it("of an exit stack: each exit, waited for", async () => {
    const log = await observed(async () => {
      const stack = new AsyncExitStack();
      stack.defer(() => {});
      stack.defer(() => {});
      await stack.exit();
    });
    expect(log).toEqual([
      "wait began: AsyncExitStack.exit",
      "wait woken",
      "wait ended",
      "wait began: AsyncExitStack.exit",
      "wait woken",
      "wait ended",
    ]);
  });

  it("of a timeout: its body, waited for", async () => {
    const log = await observed(async () => {
      await timeout(60_000, () => nextTurn());
    });
    expect(log).toEqual([
      "wait began: timeout, 60000 ms",
      "wait began: nextTurn",
      "wait woken",
      "wait ended",
      "wait woken",
      "wait ended",
    ]);
  });

  it("of a timeout that is over at once: the turn on which it is", async () => {
    const log = await observed(async () => {
      const body = (signal: AbortSignal) => sleep(Infinity, { signal });
      await expect(timeout(0, body)).rejects.toThrow("The time is over");
    });
    expect(log).toEqual([
      "timeout",
      "wait began: timeout",
      "wait began: sleep",
      "notice taken",
      "wait woken",
      "wait ended",
      "wait woken",
      "wait ended",
    ]);
  });

  it("of tasks as they end: the wait for the next", async () => {
    const log = await observed(async () => {
      const tasks = [createTask(() => {}, { name: "A" })];
      for await (const { task } of asCompleted(tasks)) {
        expect(task).toBe(tasks[0]);
      }
    });
    expect(log).toEqual([
      "A created",
      "wait began: asCompleted",
      "A started",
      "A returned",
      "asCompleted",
      "notice taken",
      "wait woken",
      "wait ended",
    ]);
  });

  it("of a wait for tasks: that they have ended, or that the time is over", async () => {
    const log = await observed(async () => {
      const tasks = [createTask(() => {}, { name: "A" })];
      await wait(tasks);
      await wait(tasks);
      await wait([createTask(() => sleep(Infinity), { name: "B" })], { ms: 0 });
    });
    expect(log).toEqual([
      "A created",
      "wait began: wait",
      "A started",
      "A returned",
      "wait",
      "notice taken",
      "wait woken",
      "wait ended",
      "wait began: wait",
      "wait",
      "notice taken",
      "wait woken",
      "wait ended",
      "B created",
      "wait began: wait",
      "wait",
      "B started",
      "wait began: sleep",
      "notice taken",
      "wait woken",
      "wait ended",
    ]);
  });

  it("of a promise that can be aborted: waited for, and of a task: that too", async () => {
    const log = await observed(async () => {
      const controller = new AbortController();
      const aborted = abortable(new Promise(() => {}), controller.signal);
      controller.abort("enough");
      await expect(aborted).rejects.toBe("enough");
      const { signal } = new AbortController();
      await abortable(
        createTask(() => {}, { name: "A" }),
        signal,
      );
    });
    expect(log).toEqual([
      "wait began: abortable",
      "wait woken",
      "wait ended",
      "A created",
      "A wait began: Task, abortable",
      "A started",
      "A returned",
      "wait woken",
      "wait ended",
    ]);
  });

  it("of a task that awaits itself: that it does", async () => {
    const log = await observed(async () => {
      const task: Promise<void> = createTask(
        async () => {
          await nextTurn();
          await task;
        },
        { name: "A" },
      );
      await expect(task).rejects.toThrow("a task waits for itself");
    });
    expect(log).toEqual([
      "A created",
      "A wait began: Task",
      "A started",
      "wait began: nextTurn",
      "wait woken",
      "wait ended",
      "A wait began: Task, itself",
      "wait woken",
      "wait ended",
      "A failed",
      "wait woken",
      "wait ended",
    ]);
  });

  it("of a task group whose tasks end one after the other: that it goes on once", async () => {
    const log = await observed(async () => {
      await using group = await new TaskGroup().enter();
      group.createTask(() => {}, { name: "A" });
      group.createTask(() => nextTurn(), { name: "B" });
    });
    expect(log.filter((line) => line === "wait woken")).toHaveLength(2);
  });

  it("of mapConcurrent: how many items are being worked on", async () => {
    const log = await observed(async () => {
      const fn = async (turns: number) => {
        for (let left = turns; left > 0; left--) {
          await nextTurn();
        }
      };
      const results = mapConcurrent([1, 5], fn, { limit: 2, ordered: false });
      await results.next();
      await results.next();
    });
    expect(log.filter((line) => line.includes("mapConcurrent"))).toEqual([
      "wait began: mapConcurrent",
      "wait began: mapConcurrent, 1 busy",
      "wait began: mapConcurrent, 1 busy",
    ]);
  });

  const one = async function* () {
    await nextTurn();
    yield 1;
  };

  it.each([
    ["merge", () => merge(one())],
    ["zip", () => zip(one())],
    ["buffer", () => buffer(one(), 2)],
    ["mapConcurrent", () => mapConcurrent(one(), (n) => n, { limit: 2 })],
  ])("of %s: the wait for an item, and its end", async (kind, begin) => {
    const log = await observed(async () => {
      const items: AsyncGenerator = begin();
      await items.next();
    });
    expect(log).toContain(`wait began: ${kind}`);
    expect(log.filter((line) => line === "wait ended")).toHaveLength(2);
  });

  it("of what was made, and of what was looked at or changed, only if it asks", async () => {
    const program = async (): Promise<void> => {
      const queue = new AsyncQueue();
      const event = new AsyncEvent();
      const others = [new Condition(new Lock()), new Semaphore()];
      expect(others).toHaveLength(2);
      await new Barrier(1).wait();
      queue.putNowait("item");
      queue.getNowait();
      queue.taskDone();
      event.clear();
    };
    expect(await observed(program, true)).toEqual([
      "AsyncQueue made",
      "AsyncEvent made",
      "Lock made",
      "Condition made",
      "Semaphore made",
      "touched", // the barrier
      "touched",
      "put item, size 1",
      "taken item, size 0",
      "touched", // the queue
      "touched", // the event
    ]);
    expect(await observed(program)).toEqual([
      "put item, size 1",
      "taken item, size 0",
    ]);
  });

  it("of a task that has ended and is waited for, that somebody looks at it", async () => {
    const log = await observed(async () => {
      const task = createTask(() => {}, { name: "A" });
      await task;
      await wait([task]);
    }, true);
    expect(log.slice(6)).toEqual([
      "wait began: wait",
      "A touched",
      "wait",
      "notice taken",
      "wait woken",
      "wait ended",
    ]);
  });

  it("of a task that is cancelled, that something was changed", async () => {
    const log = await observed(async () => {
      createTask(() => {}, { name: "A" }).cancel();
    }, true);
    expect(log).toEqual(["A created", "touched"]);
  });

  it("is nothing where there is none", async () => {
    const stack = new AsyncExitStack();
    stack.defer(() => {});
    expect(stack.size).toBe(1);
    await stack.exit();
    expect(stack.size).toBe(0);
    const { signal } = new AbortController();
    expect(await timeout(60_000, () => "in time")).toBe("in time");
    expect(await abortable(nextTurn(), signal)).toBe(undefined);
    using _held = await new Lock().acquire();
    using _place = await new Semaphore().acquire();
    const condition = new Condition();
    await asyncWith(condition, () => condition.notify());
    new AsyncEvent().set();
    await new Barrier(1).wait();
    expect(await toArray(merge(one(), one()))).toEqual([1, 1]);
  });
});
