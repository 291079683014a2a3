import { describe, expect, it } from "vitest";
import { Barrier, BrokenBarrierError, createTask, sleep } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import { allOutcomes, play, stamped, terminal } from "../../support.ts";
import { main, worker } from "./barrier.ts";

/*
 * Work in rounds: nobody may begin a round before everybody has ended the one before. A barrier holds those who have come
 * until as many are there as it was made for, lets all of them go at once, and is as new.
 *
 * `wait` gives each of them another number, from 0 on, so that one of them can do what is to be done once a round.
 */
describe("Beyond the chapter: a barrier", () => {
  it("a round takes as long as its slowest worker", async () => {
    expect(stamped(await play(main))).toBe(terminal`
        10 ms | quick has ended round 1
        20 ms | usual has ended round 1
        40 ms | slow has ended round 1
        40 ms | round 1 is over
        50 ms | quick has ended round 2   ← 10 ms behind the slowest, not at 20 ms
        60 ms | usual has ended round 2
        80 ms | slow has ended round 2
        80 ms | round 2 is over
    `);
  });

  it("ends the same in all 24 schedules", async () => {
    const { schedules, complete, outcomes } = await allOutcomes(main);
    expect([schedules, complete, outcomes.length]).toEqual([24, true, 1]);
  });

  it("a barrier that is given up fails for all who wait at it", async () => {
    const { result } = await runVirtual(async () => {
      const barrier = new Barrier(2);
      const alone = createTask(() => worker("alone", 10, barrier));
      await sleep(20);
      barrier.abort();
      return alone.catch((error: unknown) => error);
    });
    expect(result).toBeInstanceOf(BrokenBarrierError);
  });
});
