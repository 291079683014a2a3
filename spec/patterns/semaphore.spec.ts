import { describe, expect, it } from "vitest";
import { asyncWith } from "../../src/patterns/async-context-manager.ts";
import { BoundedSemaphore, Semaphore } from "../../src/patterns/semaphore.ts";
import { nextTurn, sleep } from "../../src/patterns/sleep.ts";
import { runVirtual } from "../../src/testing/index.ts";
import { stamped, terminal } from "../support.ts";
import { noting } from "./noting.ts";

/*
 * A semaphore lets so many tasks at a time go on: three downloads, ten connections. It is asyncio's Semaphore. A release
 * hands its place over to who waited first, so that nobody can take it before the woken one's turn.
 */
describe("Semaphore", () => {
  it("lets as many at a time go on as it has places", async () => {
    const run = await runVirtual(async () => {
      const semaphore = new Semaphore(2);
      const use = async (name: string) => {
        using held = await semaphore.acquire();
        expect(held).toBeDefined();
        console.log(`${name} begins`);
        await sleep(10);
      };
      await Promise.all(["A", "B", "C", "D"].map(use));
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | A begins
         0 ms | B begins
        10 ms | C begins
        10 ms | D begins
    `);
  });

  it("has one place where nothing else is said, and none where it is told so", async () => {
    await runVirtual(async () => {
      const semaphore = new Semaphore();
      expect(semaphore.locked).toBe(false);
      await semaphore.acquire();
      expect(semaphore.locked).toBe(true);
      expect(new Semaphore(0).locked).toBe(true);
    });
  });

  it("lets the next wait for as long as the one before has its place", async () => {
    const run = await runVirtual(async () => {
      const semaphore = new Semaphore(1);
      await semaphore.acquire();
      const acquire = semaphore.acquire.bind(semaphore);
      const first = noting("A", acquire);
      const second = noting("B", acquire);
      semaphore.release();
      await first;
      await sleep(5);
      console.log("released");
      semaphore.release();
      await second;
    });
    expect(run.output).toBe(terminal`
      A goes on
      released
      B goes on
    `);
  });

  it("takes no turn where a place is free", async () => {
    const run = await runVirtual(async () => {
      const semaphore = new Semaphore(1);
      const turn = nextTurn().then(() => console.log("the next turn"));
      await semaphore.acquire();
      console.log("acquired");
      await turn;
    });
    expect(run.output).toBe(terminal`
      acquired
      the next turn
    `);
  });

  it("lets nobody overtake a woken one, though another place is free by then", async () => {
    const run = await runVirtual(async () => {
      const semaphore = new Semaphore(0);
      const first = noting("A", (options) => semaphore.acquire(options));
      semaphore.release();
      semaphore.release();
      console.log(`locked: ${semaphore.locked}`);
      const second = noting("B", (options) => semaphore.acquire(options));
      await Promise.all([first, second]);
      console.log(`locked: ${semaphore.locked}`);
    });
    expect(run.output).toBe(terminal`
      locked: true
      A goes on           ← on its turn it wakes B, for the place that is free
      B goes on
      locked: true
    `);
  });

  it("hands the place of a woken one that gives up on to the next", async () => {
    const run = await runVirtual(async () => {
      const semaphore = new Semaphore(0);
      const controller = new AbortController();
      const acquire = semaphore.acquire.bind(semaphore);
      const waiting = [
        noting("A", acquire, controller.signal),
        noting("B", acquire),
      ];
      semaphore.release();
      controller.abort("enough");
      await Promise.all(waiting);
      console.log(`locked: ${semaphore.locked}`);
    });
    expect(run.output).toBe(terminal`
      A ends: enough
      B goes on
      locked: true
    `);
  });

  it("has its places free again once all who waited have had them, or have failed to", async () => {
    await runVirtual(async () => {
      const semaphore = new Semaphore(1);
      await semaphore.acquire();
      const controller = new AbortController();
      const handed = semaphore.acquire();
      const late = semaphore.acquire(controller);
      semaphore.release();
      await handed;
      semaphore.release(); // wakes the other
      controller.abort("too late");
      await expect(late).rejects.toBe("too late");
      expect(semaphore.locked).toBe(false);
    });
  });

  it("has the place free again where the only one that waited gives up", async () => {
    const run = await runVirtual(async () => {
      const semaphore = new Semaphore(0);
      const controller = new AbortController();
      const acquire = semaphore.acquire.bind(semaphore);
      const first = noting("A", acquire, controller.signal);
      controller.abort("enough");
      semaphore.release();
      await first;
      console.log(`locked: ${semaphore.locked}`);
    });
    expect(run.output).toBe(terminal`
      A ends: enough
      locked: false
    `);
  });

  it("has no place more where one gives up that nobody has woken", async () => {
    const run = await runVirtual(async () => {
      const semaphore = new Semaphore(1);
      await semaphore.acquire();
      const controller = new AbortController();
      const acquire = semaphore.acquire.bind(semaphore);
      const first = noting("A", acquire, controller.signal);
      controller.abort("enough");
      await first;
      console.log(`locked: ${semaphore.locked}`);
    });
    expect(run.output).toBe(terminal`
      A ends: enough
      locked: true
    `);
  });

  it("may be released more often than acquired: then it has more places", async () => {
    await runVirtual(async () => {
      const semaphore = new Semaphore(1);
      semaphore.release();
      await semaphore.acquire();
      await semaphore.acquire();
      expect(semaphore.locked).toBe(true);
    });
  });

  it("rejects at once on an aborted signal, and keeps its place", async () => {
    await runVirtual(async () => {
      const semaphore = new Semaphore(1);
      const options = { signal: AbortSignal.abort("too late") };
      await expect(semaphore.acquire(options)).rejects.toBe("too late");
      expect(semaphore.locked).toBe(false);
    });
  });

  it("is held through the body of asyncWith", async () => {
    await runVirtual(async () => {
      const semaphore = new Semaphore(1);
      await asyncWith(semaphore, () => expect(semaphore.locked).toBe(true));
      expect(semaphore.locked).toBe(false);
    });
  });

  it.each([
    ["-1", -1],
    ["1.5", 1.5],
    ["NaN", NaN],
    ['"1"', "1" as unknown as number],
  ])("refuses to have %s places", (shown, value) => {
    expect(() => new Semaphore(value)).toThrow(
      new RangeError(
        `Cannot create a semaphore: value must be a whole number from 0 on, received ${shown}`,
      ),
    );
  });
});

/* One that is bounded never has more places than in the beginning, which finds a release too many. */
describe("BoundedSemaphore", () => {
  it("is a semaphore that throws where all its places are free and it is released", async () => {
    await runVirtual(async () => {
      const semaphore = new BoundedSemaphore(2);
      await semaphore.acquire();
      semaphore.release();
      expect(() => semaphore.release()).toThrow(
        new RangeError(
          "Cannot release: all places of the semaphore are free, it has 2",
        ),
      );
      expect(semaphore).toBeInstanceOf(Semaphore);
    });
  });

  it("has one place where nothing else is said", async () => {
    await runVirtual(async () => {
      const semaphore = new BoundedSemaphore();
      await semaphore.acquire();
      expect(semaphore.locked).toBe(true);
    });
  });
});
