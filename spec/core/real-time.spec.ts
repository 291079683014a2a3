import { describe, expect, it, vi } from "vitest";
import * as ordinaryLibrary from "../../src/index.ts";
import { runVirtual } from "../../src/testing/index.ts";
import {
  inRealTime,
  watchLaps,
  type RealTime,
} from "../patterns/hand-clock.ts";

type Library = RealTime["library"];

/*
 * Outside of tests, Node's event loop drives the turns. They keep the very order that they have in virtual time, and yet
 * do not cost a lap of the event loop each: a whole burst of them runs in one. So that timers and I/O are not starved,
 * the host takes a lap every millisecond, between two turns or, where nobody ever waits, within a queue's put or get.
 */
describe("turns in real time", () => {
  it("come in the same order as in virtual time", async () => {
    const virtual = await runVirtual(() => ordersOf(ordinaryLibrary));
    await inRealTime(async ({ library }) => {
      expect(await ordersOf(library)).toEqual(virtual.result);
    });
    expect(virtual.result).toEqual([
      "put 0",
      "A got 0",
      "put 1",
      "A got 1",
      "turn 0",
      "put 2",
      "A got 2",
      "turn 1",
      "put 3",
      "A got 3",
      "turn 2",
      "joined",
      "Task-1 to Task-5 are done",
      "entered",
      "entered",
      "exited",
      "exited",
      "CancelledError: The task was cancelled",
    ]);
  });

  it("run out of microtasks before the next one begins", async () => {
    await inRealTime(async ({ library: { nextTurn } }) => {
      const log: string[] = [];
      const busy = async (name: string): Promise<void> => {
        await nextTurn();
        log.push(`${name} begins`);
        for (let i = 0; i < 100; i++) {
          await Promise.resolve();
        }
        log.push(`${name} ends`);
      };
      await Promise.all([busy("A"), busy("B")]);
      expect(log).toEqual(["A begins", "A ends", "B begins", "B ends"]);
    });
  });

  it("do so also where a wait was woken in vain and then aborted", async () => {
    await inRealTime(async ({ library: { AsyncQueue, nextTurn } }) => {
      const log: string[] = [];
      const queue = new AsyncQueue<number>();
      const controller = new AbortController();
      const busy = async (name: string, wait: Promise<unknown>) => {
        await wait.catch(() => {});
        log.push(`${name} begins`);
        for (let i = 0; i < 100; i++) {
          await Promise.resolve();
        }
        log.push(`${name} ends`);
      };
      const getting = busy("get", queue.get({ signal: controller.signal }));
      queue.putNowait(1); // wakes it
      queue.getNowait(); // in vain
      const turning = busy("turn", nextTurn());
      controller.abort();
      await Promise.all([getting, turning]);
      expect(log).toEqual([
        "get begins",
        "get ends",
        "turn begins",
        "turn ends",
      ]);
    });
  });

  it("all run in one lap of the event loop while they are quick", async () => {
    await inRealTime(async ({ library: { nextTurn } }) => {
      await nextTurn();
      let laps = 0;
      setImmediate(() => laps++);
      for (let turn = 0; turn < 10_000; turn++) {
        await nextTurn();
      }
      expect(laps).toBe(0);
    });
  });

  it("leave the event loop a lap every millisecond while they go on and on", async () => {
    await inRealTime(async ({ library: { nextTurn }, clock }) => {
      await nextTurn();
      const lapsAt = watchLaps(clock, 3);
      for (let turn = 0; turn < 500; turn++) {
        clock.now += turn % 64 === 32 ? 1 / 2 : 0; // the host looks at the clock every 64 turns
        await nextTurn();
      }
      expect(lapsAt).toEqual([1_001, 1_002, 1_003]);
    });
  });

  it("leave it that lap also while all of them are woken in vain", async () => {
    await inRealTime(async ({ library, clock }) => {
      class SlowQueue extends library.AsyncQueue<number> {
        override get full(): boolean {
          clock.now += 1 / 64;
          return super.full;
        }
      }
      const queue = new SlowQueue(1);
      queue.putNowait(0);
      for (let i = 0; i < 256; i++) {
        void queue.put(1);
      }
      for (let i = 0; i < 256; i++) {
        queue.getNowait(); // wakes a put
        queue.putNowait(0); // and takes its place
      }
      clock.now = 2_000;
      const lapsAt = watchLaps(clock, 3);
      await library.nextTurn();
      expect(lapsAt).toEqual([2_001, 2_002, 2_003]);
    });
  });

  it("look at the clock once in 64 turns, since that costs more than a turn", async () => {
    await inRealTime(async ({ library: { nextTurn } }) => {
      await nextTurn();
      const glances = vi.spyOn(performance, "now").mockClear();
      for (let turn = 0; turn < 640; turn++) {
        await nextTurn();
      }
      expect(glances).toHaveBeenCalledTimes(10);
    });
  });

  it("let a timer of 50 ms fire within 100 ms under an endless producer and consumer", async () => {
    await inRealTime(async ({ library: { AsyncQueue, createTask }, clock }) => {
      const queue = new AsyncQueue<number>(1);
      let firedAt: number | undefined;
      setTimeout(() => (firedAt = clock.now), 50);
      const producer = createTask(async () => {
        for (let i = 0; i < 10_000 && firedAt === undefined; i++) {
          await queue.put(i);
        }
        queue.shutdown();
      });
      for await (const _ of queue) {
        clock.now += 1 / 32;
      }
      await producer;
      expect(firedAt).toBeLessThan(1_100);
    });
  });
});

/** Everything that takes a turn, in one program; gives what happened, in its order. */
async function ordersOf({
  AsyncQueue,
  asyncWith,
  createTask,
  gather,
  nextTurn,
  sleep,
}: Library): Promise<string[]> {
  const log: string[] = [];
  const queue = new AsyncQueue<number>(1);
  const producer = createTask(async () => {
    for (let i = 0; i < 4; i++) {
      await queue.put(i);
      log.push(`put ${i}`);
    }
    queue.shutdown();
  });
  const consumers = ["A", "B"].map((name) =>
    createTask(async () => {
      for await (const item of queue) {
        log.push(`${name} got ${item}`);
        queue.taskDone();
        await sleep(0);
      }
    }),
  );
  const walker = createTask(async (signal) => {
    for (let i = 0; i < 100; i++) {
      await nextTurn();
      signal.throwIfAborted();
      log.push(`turn ${i}`);
    }
  });
  const joiner = createTask(async () => {
    await producer;
    await queue.join();
    log.push("joined");
    walker.cancel();
  });
  await gather(producer, joiner, ...consumers);
  log.push(`${producer.name} to ${joiner.name} are done`);
  const door = {
    enter: async () => void log.push("entered"),
    exit: async () => {
      await nextTurn();
      log.push("exited");
      return true;
    },
  };
  await asyncWith(door, () =>
    asyncWith(door, () => Promise.reject(new Error())),
  );
  await walker.then(null, (error: unknown) => log.push(String(error)));
  return log;
}
