import { describe, expect, it } from "vitest";
import { asyncWith } from "../../src/patterns/async-context-manager.ts";
import { Lock } from "../../src/patterns/lock.ts";
import { nextTurn, sleep } from "../../src/patterns/sleep.ts";
import { runVirtual } from "../../src/testing/index.ts";
import { stamped, terminal } from "../support.ts";
import { noting } from "./noting.ts";

/*
 * A lock lets one task at a time go on, where several would get in each other's way between two awaits. It is asyncio's
 * Lock, and fair: a release wakes who waited first, and nobody overtakes the woken one.
 */
describe("Lock", () => {
  it("lets one at a time go on, in the order in which they came", async () => {
    const run = await runVirtual(async () => {
      const lock = new Lock();
      const use = async (name: string) => {
        using held = await lock.acquire();
        expect(held).toBeDefined();
        console.log(`${name} begins`);
        await sleep(10);
        console.log(`${name} ends`);
      };
      await Promise.all(["A", "B", "C"].map(use));
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | A begins
        10 ms | A ends
        10 ms | B begins
        20 ms | B ends
        20 ms | C begins
        30 ms | C ends
    `);
  });

  it("takes no turn where nobody holds it", async () => {
    const run = await runVirtual(async () => {
      const lock = new Lock();
      const turn = nextTurn().then(() => console.log("the next turn"));
      await lock.acquire();
      console.log(`locked: ${lock.locked}`);
      lock.release();
      console.log(`locked: ${lock.locked}`);
      await turn;
    });
    expect(run.output).toBe(terminal`
      locked: true
      locked: false
      the next turn
    `);
  });

  it("lets nobody overtake the woken one, though nobody holds it then", async () => {
    const run = await runVirtual(async () => {
      const lock = new Lock();
      await lock.acquire();
      const first = noting("A", (options) => lock.acquire(options));
      lock.release();
      console.log(`locked: ${lock.locked}`);
      const second = noting("B", (options) => lock.acquire(options));
      await first;
      lock.release();
      await second;
    });
    expect(run.output).toBe(terminal`
      locked: false
      A goes on
      B goes on
    `);
  });

  it("wakes the next where a woken one gives up", async () => {
    const run = await runVirtual(async () => {
      const lock = new Lock();
      await lock.acquire();
      const { signal, abort } = controlled();
      const waiting = [
        noting("A", (options) => lock.acquire(options), signal),
        noting("B", (options) => lock.acquire(options)),
      ];
      lock.release();
      abort("enough");
      await Promise.all(waiting);
      console.log(`locked: ${lock.locked}`);
    });
    expect(run.output).toBe(terminal`
      A ends: enough
      B goes on
      locked: true
    `);
  });

  it("keeps the others waiting until the turn of one that gave up at the head of the line", async () => {
    const run = await runVirtual(async () => {
      const lock = new Lock();
      await lock.acquire();
      const { signal, abort } = controlled();
      const waiting = [
        noting("A", (options) => lock.acquire(options), signal),
        noting("B", (options) => lock.acquire(options)),
      ];
      abort("enough");
      lock.release(); // finds A, who has given up
      waiting.push(nextTurn().then(() => console.log("in line behind")));
      await Promise.all(waiting);
    });
    expect(run.output).toBe(terminal`
      A ends: enough      ← only now it wakes B
      in line behind
      B goes on
    `);
  });

  it("lets somebody in where all who wait have given up", async () => {
    const run = await runVirtual(async () => {
      const lock = new Lock();
      await lock.acquire();
      const { signal, abort } = controlled();
      const waiting = noting("A", (options) => lock.acquire(options), signal);
      abort("enough");
      lock.release();
      await noting("B", (options) => lock.acquire(options));
      await waiting;
      console.log(`locked: ${lock.locked}`);
    });
    expect(run.output).toBe(terminal`
      B goes on
      A ends: enough
      locked: true
    `);
  });

  it("wakes nobody where one gives up while it is held", async () => {
    const run = await runVirtual(async () => {
      const lock = new Lock();
      await lock.acquire();
      const { signal, abort } = controlled();
      const waiting = [
        noting("A", (options) => lock.acquire(options), signal),
        noting("B", (options) => lock.acquire(options)),
      ];
      abort("enough");
      await nextTurn();
      await nextTurn();
      console.log("released");
      lock.release();
      await Promise.all(waiting);
    });
    expect(run.output).toBe(terminal`
      A ends: enough
      released
      B goes on
    `);
  });

  it("lets nobody overtake those behind one that has given up", async () => {
    const run = await runVirtual(async () => {
      const lock = new Lock();
      await lock.acquire();
      const { signal, abort } = controlled();
      const acquire = lock.acquire.bind(lock);
      const first = noting("A", acquire, signal);
      const second = noting("B", acquire);
      abort("enough");
      await first;
      lock.release();
      const third = noting("C", acquire);
      await second;
      lock.release();
      await third;
    });
    expect(run.output).toBe(terminal`
      A ends: enough
      B goes on
      C goes on
    `);
  });

  it("rejects at once on an aborted signal, and stays free", async () => {
    await runVirtual(async () => {
      const lock = new Lock();
      const options = { signal: AbortSignal.abort("too late") };
      await expect(lock.acquire(options)).rejects.toBe("too late");
      expect(lock.locked).toBe(false);
    });
  });

  it("is held through the body of asyncWith, also where that fails", async () => {
    await runVirtual(async () => {
      const lock = new Lock();
      const body = async () => {
        expect(lock.locked).toBe(true);
        throw new Error("no light");
      };
      await expect(asyncWith(lock, body)).rejects.toThrow("no light");
      expect(lock.locked).toBe(false);
    });
  });

  it("is released once by what acquire gave", async () => {
    await runVirtual(async () => {
      const lock = new Lock();
      const held = await lock.acquire();
      held[Symbol.dispose]();
      await lock.acquire();
      held[Symbol.dispose]();
      expect(lock.locked).toBe(true);
    });
  });

  it("throws where it is released and nobody holds it", async () => {
    await runVirtual(() => {
      const lock = new Lock();
      expect(() => lock.release()).toThrow(
        new Error("Cannot release: nobody holds the lock"),
      );
      expect(lock.locked).toBe(false);
    });
  });
});

function controlled() {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    abort: (reason: unknown) => controller.abort(reason),
  };
}
