import { describe, expect, it } from "vitest";
import { wait } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import { allOutcomes, play, stamped, terminal } from "../../support.ts";
import { main, runners } from "./several.ts";

/*
 * `gather` waits for all, and gives the results in the order in which one has asked. Here the order is that in which they
 * end: `asCompleted` gives a task when it has ended, and `wait` tells of all at one moment which have.
 *
 * Neither of them cancels anybody, and neither leaves anything behind on a task that goes on.
 */
describe("Beyond the chapter: as completed, and wait", () => {
  it("who ends first comes first", async () => {
    expect(stamped(await play(main))).toBe(terminal`
        20 ms | fox arrives
        30 ms | hare arrives
        50 ms | snail arrives
        60 ms | first: dog; still under way: cat, cow
    `);
  });

  it("ends the same in all 36 schedules", async () => {
    const { schedules, complete, outcomes } = await allOutcomes(main);
    expect([schedules, complete, outcomes.length]).toEqual([36, true, 1]);
  });

  it("who has waited long enough gets those that have ended by then", async () => {
    const { result } = await runVirtual(async () => {
      const { done, pending } = await wait(runners({ dog: 10, cow: 30 }), {
        ms: 20,
      });
      return [[...done], [...pending]].map((some) =>
        some.map(({ name }) => name),
      );
    });
    expect(result).toEqual([["dog"], ["cow"]]);
  });
});
