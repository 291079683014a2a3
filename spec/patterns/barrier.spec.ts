import { describe, expect, it } from "vitest";
import { Barrier, BrokenBarrierError } from "../../src/patterns/barrier.ts";
import { nextTurn } from "../../src/patterns/sleep.ts";
import { runVirtual } from "../../src/testing/index.ts";
import { terminal } from "../support.ts";
import { noting } from "./noting.ts";

/*
 * A barrier lets tasks wait for each other, so that all of them begin the next round together. It is asyncio's Barrier. It
 * fills until all are there, and then drains: who comes for the next round waits until all of the last one are gone.
 */
describe("Barrier", () => {
  it("lets all go on once all are there, the last one first", async () => {
    const run = await runVirtual(async () => {
      const barrier = new Barrier(3);
      const waiting = ["A", "B"].map((name) => arrive(barrier, name));
      await nextTurn();
      console.log(`${barrier.waiting} of ${barrier.parties}`);
      await Promise.all([...waiting, arrive(barrier, "C")]);
      console.log(`${barrier.waiting} of ${barrier.parties}`);
    });
    expect(run.output).toBe(terminal`
      2 of 3
      C: 2
      A: 0
      B: 1
      0 of 3
    `);
  });

  it("lets who comes while it drains wait until all of the last round are gone", async () => {
    const run = await runVirtual(async () => {
      const barrier = new Barrier(2);
      const first = [arrive(barrier, "A"), arrive(barrier, "B")];
      const second = [arrive(barrier, "C")];
      console.log(`waiting: ${barrier.waiting}`);
      await Promise.all(first);
      second.push(arrive(barrier, "D"));
      await Promise.all(second);
    });
    expect(run.output).toBe(terminal`
      waiting: 0
      B: 1
      A: 0
      C: 1                ← D was there before C's turn
      D: 0
    `);
  });

  it("lets one go on at once where it has one party", async () => {
    const run = await runVirtual(async () => {
      const barrier = new Barrier(1);
      return [await barrier.wait(), await barrier.wait()];
    });
    expect(run.result).toEqual([0, 0]);
  });

  it("ends all waits where it is aborted, and stays broken until it is reset", async () => {
    const run = await runVirtual(async () => {
      const barrier = new Barrier(2);
      const waiting = arrive(barrier, "A");
      barrier.abort();
      console.log(`broken: ${barrier.broken}`);
      await arrive(barrier, "B");
      await waiting;
      console.log(`broken: ${barrier.broken}`);
      barrier.reset();
      console.log(`broken: ${barrier.broken}`);
      await Promise.all([arrive(barrier, "C"), arrive(barrier, "D")]);
    });
    expect(run.output).toBe(terminal`
      broken: true
      B ends: BrokenBarrierError: Cannot wait: the barrier is broken
      A ends: BrokenBarrierError: Cannot wait: the barrier is broken
      broken: true
      broken: false
      D: 1
      C: 0
    `);
  });

  it("ends all waits where it is reset, and lets others in behind them", async () => {
    const run = await runVirtual(async () => {
      const barrier = new Barrier(2);
      const old = arrive(barrier, "A");
      barrier.reset();
      const fresh = arrive(barrier, "B");
      await old;
      await Promise.all([fresh, arrive(barrier, "C")]);
      expect(barrier.broken).toBe(false);
    });
    expect(run.output).toBe(terminal`
      A ends: BrokenBarrierError: Cannot wait: the barrier was reset
      B: 1
      C: 0
    `);
  });

  it("lets one that gives up leave, and the others wait on", async () => {
    const run = await runVirtual(async () => {
      const barrier = new Barrier(3);
      const controller = new AbortController();
      const waiting = [
        arrive(barrier, "A"),
        arrive(barrier, "B", controller.signal),
      ];
      controller.abort("enough");
      await nextTurn();
      console.log(`${barrier.waiting} of ${barrier.parties}`);
      waiting.push(arrive(barrier, "C"), arrive(barrier, "D"));
      await Promise.all(waiting);
    });
    expect(run.output).toBe(terminal`
      B ends: enough
      1 of 3
      D: 2
      A: 0
      C: 1
    `);
  });

  it("sends the first that waits to the back of the line where another one gives up", async () => {
    const run = await runVirtual(async () => {
      const barrier = new Barrier(4);
      const controller = new AbortController();
      const waiting = [
        arrive(barrier, "A"),
        arrive(barrier, "B"),
        arrive(barrier, "C", controller.signal),
      ];
      controller.abort("enough");
      await nextTurn(); // C leaves, and wakes A in vain
      await nextTurn();
      waiting.push(arrive(barrier, "D"), arrive(barrier, "E"));
      await Promise.all(waiting);
    });
    expect(run.output).toBe(terminal`
      C ends: enough
      E: 3
      B: 1
      A: 0
      D: 2
    `);
  });

  it("rejects at once on an aborted signal, and counts nobody", async () => {
    await runVirtual(async () => {
      const barrier = new Barrier(2);
      const options = { signal: AbortSignal.abort("too late") };
      await expect(barrier.wait(options)).rejects.toBe("too late");
      expect(barrier.waiting).toBe(0);
    });
  });

  it("tells its errors by their class", async () => {
    await runVirtual(async () => {
      const barrier = new Barrier(2);
      barrier.abort();
      await expect(barrier.wait()).rejects.toBeInstanceOf(BrokenBarrierError);
    });
  });

  it.each([
    [0, "0"],
    [2.5, "2.5"],
  ])("refuses to have %s parties", (parties, shown) => {
    expect(() => new Barrier(parties)).toThrow(
      new RangeError(
        `Cannot create a barrier: parties must be a whole number from 1 on, received ${shown}`,
      ),
    );
  });
});

function arrive(
  barrier: Barrier,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  return noting(name, (options) => barrier.wait(options), signal);
}
