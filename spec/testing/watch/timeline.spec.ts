import { describe, expect, it } from "vitest";
import {
  AsyncLifoQueue,
  AsyncQueue,
  asyncWith,
  createTask,
  gather,
  sleep,
  timeout,
  wait,
} from "../../../src/index.ts";
import {
  runVirtual,
  type Place,
  type TimelineEvent,
} from "../../../src/testing/index.ts";
import { checkOptions } from "../../../src/testing/run/options.ts";
import { VirtualWorld } from "../../../src/testing/run/world.ts";

/*
 * The lines of a run say what was printed; its timeline says what happened: which task created which, which waited for
 * what and was woken by which, which item went through which queue. It is plain data, in order, from which a picture can
 * be drawn. It is recorded only where it is asked for, and otherwise costs nothing.
 */
describe("A timeline", () => {
  const SLEEP = {
    what: "sleep",
    begins: "sleeps",
    resumes: "is woken from its sleep",
    label: "sleep",
    endsByItself: true,
  };
  const GET = {
    what: "AsyncQueue.get",
    begins: "waits for an item of $, which is empty",
    resumes: "is back for an item",
    label: "get: empty",
    needs: "put",
    does: "took",
  };
  const TASK = {
    what: "Task",
    begins: "waits for $",
    resumes: "knows how $ ended",
    label: "$",
  };

  async function timelineOf(
    main: () => unknown,
  ): Promise<readonly TimelineEvent[]> {
    return (await runVirtual(main, { timeline: true })).timeline;
  }

  it("is empty unless it is asked for", async () => {
    const { timeline, places } = await runVirtual(() => sleep(1));
    expect({ timeline, places }).toEqual({ timeline: [], places: [] });
  });

  it("tells of a task, of waits with their wake-ups, and of an item", async () => {
    const events = await timelineOf(async () => {
      const queue = new AsyncQueue<string>();
      const taker = createTask(() => queue.get(), { name: "taker" });
      await sleep(5);
      queue.putNowait("tea");
      console.log(await taker);
    });
    expect(events).toStrictEqual([
      { at: 0, who: "main", kind: "created", task: "taker" },
      { at: 0, who: "main", kind: "waits", wait: 1, waitKind: SLEEP },
      { at: 0, who: "taker", kind: "started" },
      {
        at: 0,
        who: "taker",
        kind: "waits",
        wait: 2,
        waitKind: GET,
        on: "AsyncQueue",
      },
      { at: 5, who: "main", kind: "woken", wait: 1, whom: "main" },
      { at: 5, who: "main", kind: "resumed", wait: 1 },
      {
        at: 5,
        who: "main",
        kind: "put",
        queue: "AsyncQueue",
        item: 1,
        value: "'tea'",
        size: 1,
      },
      { at: 5, who: "main", kind: "woken", wait: 2, whom: "taker" },
      {
        at: 5,
        who: "main",
        kind: "waits",
        wait: 3,
        waitKind: TASK,
        on: "taker",
      },
      { at: 5, who: "taker", kind: "resumed", wait: 2 },
      {
        at: 5,
        who: "taker",
        kind: "took",
        queue: "AsyncQueue",
        item: 1,
        value: "'tea'",
        size: 0,
      },
      { at: 5, who: "taker", kind: "ended", how: "returned" },
      { at: 5, who: "taker", kind: "woken", wait: 3, whom: "main" },
      { at: 5, who: "main", kind: "resumed", wait: 3 },
      { at: 5, who: "main", kind: "printed", line: 0 },
    ]);
  });

  it("is plain data, which can be sent to a worker thread", async () => {
    const events = await timelineOf(async () => {
      await gather(
        sleep(1),
        timeout(2, () => sleep(1)),
        wait([createTask(() => sleep(1))]),
      );
    });
    expect(structuredClone(events)).toEqual(events);
  });

  it("tells where in the program each event happened, innermost first", async () => {
    async function nap(): Promise<void> {
      await sleep(5);
    }
    async function night(): Promise<void> {
      await nap();
      console.log("up");
    }
    const { timeline, places } = await runVirtual(night, { timeline: true });
    const told = timeline.map(({ kind }, at) => [
      kind,
      ...(places[at] ?? [])
        .filter(({ name }) => name !== "")
        .map(({ name, file }) => `${name} in ${file}`),
    ]);
    const here = "spec/testing/watch/timeline.spec.ts";
    expect(told).toEqual([
      ["waits", `nap in ${here}`, `night in ${here}`],
      ["woken"],
      ["resumed"],
      ["printed", `night in ${here}`],
    ]);
    const [first] = places[0] as [Place];
    const printed = places.at(-1)?.[0] as Place;
    expect(printed.line - first.line).toBe(4);
  });

  it("tells how tasks and contexts end", async () => {
    const door = { enter: async () => {}, exit: async () => true };
    const events = await timelineOf(async () => {
      await asyncWith(door, () => {});
      await asyncWith(door, () => Promise.reject(new Error("stuck")));
      const failing = createTask(() => Promise.reject(new Error("no")));
      const cancelled = createTask(() => {});
      cancelled.cancel();
      await Promise.allSettled([failing, cancelled]);
    });
    expect(
      events.filter(({ kind }) =>
        ["entered", "exited", "ended"].includes(kind),
      ),
    ).toEqual([
      { at: 0, who: "main", kind: "entered", context: "Object" },
      { at: 0, who: "main", kind: "exited", context: "Object" },
      { at: 0, who: "main", kind: "entered", context: "Object" },
      {
        at: 0,
        who: "main",
        kind: "exited",
        context: "Object",
        error: "Error: stuck",
      },
      { at: 0, who: "Task-1", kind: "ended", how: "failed" },
      { at: 0, who: "Task-2", kind: "ended", how: "cancelled" },
    ]);
  });

  it("tells that a context is left when its exit is over, also one that fails", async () => {
    const slow = { enter: async () => {}, exit: () => sleep(20) };
    const broken = {
      enter: async () => {},
      exit: async () => {
        await sleep(5);
        throw new Error("jammed");
      },
    };
    const events = await timelineOf(async () => {
      await asyncWith(slow, () => sleep(10));
      await asyncWith(broken, () => {}).catch(() => {});
    });
    expect(
      events.flatMap(({ kind, at }) => (kind === "exited" ? at : [])),
    ).toEqual([30, 35]);
  });

  it("calls a manager that has no class, or no name of one, an object", async () => {
    const events = await timelineOf(async () => {
      const manager = { enter: async () => {}, exit: async () => {} };
      const bare = Object.assign(
        Object.create(null),
        manager,
      ) as typeof manager;
      await asyncWith(bare, () => {});
      await asyncWith(
        { ...manager, constructor: 5 } as typeof manager,
        () => {},
      );
    });
    const entered = events.filter(({ kind }) => kind === "entered");
    expect(entered).toMatchObject([
      { context: "object" },
      { context: "object 2" },
    ]);
  });

  it("breaks no program whose values cannot be shown", async () => {
    const fail = (): never => {
      throw new Error("not shown");
    };
    const error = Object.assign(new Error("lost"), { toString: fail });
    const events = await timelineOf(async () => {
      const item = { [Symbol.for("nodejs.util.inspect.custom")]: fail };
      new AsyncQueue().putNowait(item);
      const manager = { enter: async () => {}, exit: async () => true };
      Object.defineProperty(manager, "constructor", { get: fail });
      await asyncWith(manager, () => {
        throw error;
      });
    });
    const hidden = "(cannot be shown)";
    expect(events).toMatchObject([
      { kind: "put", value: hidden },
      { kind: "entered", context: hidden },
      { kind: "exited", context: hidden, error: hidden },
    ]);
  });

  it("numbers queues of one class, and the items of each", async () => {
    const events = await timelineOf(() => {
      for (const queue of [new AsyncQueue(), new AsyncQueue()]) {
        queue.putNowait("a");
        queue.putNowait("b");
      }
    });
    expect(
      events.map((event) => event.kind === "put" && [event.queue, event.item]),
    ).toEqual([
      ["AsyncQueue", 1],
      ["AsyncQueue", 2],
      ["AsyncQueue 2", 1],
      ["AsyncQueue 2", 2],
    ]);
  });

  it("knows which item is taken, also where it is not the oldest", async () => {
    const events = await timelineOf(() => {
      const stack = new AsyncLifoQueue<string>();
      stack.putNowait("first");
      stack.putNowait("second");
      stack.getNowait();
    });
    expect(events.at(-1)).toEqual({
      at: 0,
      who: "main",
      kind: "took",
      queue: "AsyncLifoQueue",
      item: 2,
      value: "'second'",
      size: 1,
    });
  });

  it("shows a value on one line, with what is in it, and not what is in that", async () => {
    const events = await timelineOf(() => {
      new AsyncQueue().putNowait({ text: "x".repeat(70), list: [[1], [2]] });
    });
    expect(events.map((event) => "value" in event && event.value)).toEqual([
      `{ text: '${"x".repeat(70)}', list: [ [Array], [Array] ] }`,
    ]);
  });

  it("numbers items that are undefined, too", async () => {
    const events = await timelineOf(() => {
      const queue = new AsyncQueue();
      queue.putNowait(undefined);
      queue.getNowait();
    });
    expect(
      events.map((event) => "item" in event && [event.kind, event.item]),
    ).toEqual([
      ["put", 1],
      ["took", 1],
    ]);
  });

  it("tells nothing of items that were put before the run", async () => {
    const queue = new AsyncQueue<string | undefined>();
    queue.putNowait(undefined);
    const events = await timelineOf(() => {
      queue.getNowait();
      queue.putNowait("between");
      queue.putNowait("late");
      queue.getNowait();
    });
    expect(
      events.map((event) => "value" in event && [event.kind, event.value]),
    ).toEqual([
      ["put", "'between'"],
      ["put", "'late'"],
      ["took", "'between'"],
    ]);
  });

  it("mistakes no item from before the run for another", async () => {
    const queue = new AsyncQueue<string>();
    queue.putNowait("early");
    const events = await timelineOf(() => {
      queue.putNowait("late");
      queue.getNowait();
      queue.getNowait();
    });
    expect(
      events.map((event) => "value" in event && [event.kind, event.value]),
    ).toEqual([
      ["put", "'late'"],
      ["took", "'late'"],
    ]);
  });

  it("ends before the run does where no more was asked for", async () => {
    const world = await VirtualWorld.open(undefined);
    try {
      const { timeline, places, lines } = await world.run(
        async () => {
          await sleep(1);
          console.log("too late to be recorded");
        },
        { ...checkOptions("run", {}, {}), traces: 0, timeline: 2 },
      );
      expect(timeline.map(({ at, kind }) => [at, kind])).toEqual([
        [0, "waits"],
        [1, "woken"],
      ]);
      expect(places).toHaveLength(2);
      expect(lines).toEqual([{ at: 1, text: "too late to be recorded" }]);
    } finally {
      await world.close();
    }
  });
});
