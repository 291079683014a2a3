import { describe, expect, it } from "vitest";
import type { AsyncQueue } from "../../src/index.ts";
import {
  inRealTime,
  watchLaps,
  type RealTime,
} from "../patterns/hand-clock.ts";
import { lap } from "../patterns/unhandled.ts";

/*
 * Two who hand each other items through a queue with room never wait, and never end their turn. For them put and get
 * themselves take the lap: breathing space. It changes no order, for it gives no other task a turn.
 */
describe("breathing space in real time", () => {
  it.each<[string, (queue: AsyncQueue<number>) => Promise<unknown>]>([
    ["puts", (queue) => queue.put(0)],
    ["puts under a signal", (queue) => queue.put(0, new AbortController())],
    ["gets", (queue) => queue.get()],
    ["gets under a signal", (queue) => queue.get(new AbortController())],
    ["steps of a loop", (queue) => queue.items().next()],
  ])("comes every millisecond of %s that need not wait", async (_, operate) => {
    await inRealTime(async ({ library, clock }) => {
      const queue = new library.AsyncQueue<number>();
      for (let i = 0; i < 400; i++) {
        queue.putNowait(i);
      }
      await lookedAtClock(library);
      const lapsAt = watchLaps(clock, 3);
      for (let i = 0; i < 400; i++) {
        clock.now += 1 / 128;
        await operate(queue);
      }
      expect(lapsAt).toEqual([1_001, 1_002, 1_003]);
    });
  });

  it.each(["Lock", "Semaphore"] as const)(
    "comes every millisecond of acquiring a %s that nobody holds",
    async (name) => {
      await inRealTime(async ({ library, clock }) => {
        const lock = new library[name]();
        await lookedAtClock(library);
        const lapsAt = watchLaps(clock, 3);
        for (let i = 0; i < 400; i++) {
          clock.now += 1 / 128;
          const held = await lock.acquire();
          held[Symbol.dispose]();
        }
        expect(lapsAt).toEqual([1_001, 1_002, 1_003]);
      });
    },
  );

  it("gives no other task a turn", async () => {
    await inRealTime(async ({ library, clock }) => {
      const log: string[] = [];
      await library.nextTurn();
      const lapsAt = watchLaps(clock, 3);
      const next = library.nextTurn().then(() => log.push("the next turn"));
      await busyFor(250, { library, clock });
      log.push(`busy for ${lapsAt.length} laps`);
      await next;
      expect(log).toEqual(["busy for 3 laps", "the next turn"]);
    });
  });

  it("ends with the microtasks of the code behind it", async () => {
    await inRealTime(async ({ library, clock }) => {
      const log: string[] = [];
      await library.nextTurn();
      const next = library.nextTurn().then(() => log.push("the next turn"));
      await busyFor(64, { library, clock });
      for (let i = 0; i < 100; i++) {
        await Promise.resolve();
      }
      log.push("the code behind the breath");
      await next;
      expect(log).toEqual(["the code behind the breath", "the next turn"]);
    });
  });

  it("is the same for all who breathe in one turn, and they go on in their order", async () => {
    await inRealTime(async ({ library, clock }) => {
      const queue = new library.AsyncQueue<number>();
      const log: unknown[] = [];
      await library.nextTurn();
      const next = library.nextTurn().then(() => log.push("the next turn"));
      clock.now += 4;
      const puts = Array.from({ length: 130 }, async (_, i) => {
        await queue.put(i);
        log.push(i);
      });
      await lap();
      expect(queue.size).toBe(130);
      await Promise.all([next, ...puts]);
      expect(log).toEqual([...Array(130).keys(), "the next turn"]);
    });
  });

  it("gives each its own item, whoever gets next", async () => {
    await inRealTime(async ({ library, clock }) => {
      const queue = new library.AsyncQueue<number>();
      const items = [...Array(66).keys()];
      items.forEach((item) => queue.putNowait(item));
      await library.nextTurn();
      clock.now += 4;
      const gets = items.map(() => queue.get());
      expect(await Promise.all(gets)).toEqual(items);
    });
  });

  it("hurries no turn that waits for a lap of its own", async () => {
    await inRealTime(async ({ library, clock }) => {
      const queue = new library.AsyncQueue<number>();
      /** Takes a breath outside of any turn, while input and a turn wait for their laps. */
      const breathe = async (): Promise<string[]> => {
        const log: string[] = [];
        clock.now += 4;
        const puts = Array.from({ length: 64 }, (_, i) => queue.put(i));
        setImmediate(() => log.push("input"));
        const turn = library.nextTurn().then(() => log.push("the turn"));
        await Promise.all(puts);
        log.push("the code behind the breath");
        await turn;
        await lap();
        return log;
      };
      const inOrder = ["the code behind the breath", "input", "the turn"];
      await lap();
      expect(await breathe()).toEqual(inOrder);
      await library.nextTurn();
      await busyFor(64, { library, clock });
      await lap();
      expect(await breathe()).toEqual(inOrder);
    });
  });
});

/** Hands items to itself without ever waiting; each pair of put and get takes 1/16 ms. */
async function busyFor(
  pairs: number,
  { library, clock }: RealTime,
): Promise<void> {
  const queue = new library.AsyncQueue<number>();
  for (let i = 0; i < pairs; i++) {
    clock.now += 1 / 16;
    await queue.put(i);
    await queue.get();
  }
}

/** Goes on until the line has just looked at the clock, which it does each 64 steps. */
async function lookedAtClock(library: RealTime["library"]): Promise<void> {
  for (let turn = 0; turn < 64; turn++) {
    await library.nextTurn();
  }
}
