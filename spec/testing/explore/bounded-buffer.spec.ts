import { describe, expect, it } from "vitest";
import { DeadlockError, explore } from "../../../src/testing/index.ts";
import { allOutcomes, play, show, terminal } from "../../support.ts";
import { wakingAll, wakingOne } from "./bounded-buffer.ts";
import { blockedIn, placesIn } from "../stuck.ts";

/*
 * A classic: two producers and two consumers share a buffer and one condition to wait on, and each change of the buffer
 * wakes one of those that wait. It works, it works on every machine, and once in a month it hangs. Under every schedule
 * that is no matter of luck: 4 of 60 hang, and the simplest of the four explains why.
 */
describe("A bounded buffer that wakes one waiter too few", () => {
  const place = placesIn(
    new URL("bounded-buffer.ts", import.meta.url).toString(),
  );

  it("hands over tea and jam in the ordinary order", async () => {
    const run = await play(wakingOne);
    expect(run.leaks).toEqual([]);
    expect(run.output).toBe(terminal`
      ann: tea
      bob: jam
    `);
  });

  it("hangs under 4 of its 60 schedules", async () => {
    const { schedules, complete, outcomes } = await allOutcomes(wakingOne);
    const hung = outcomes.filter(({ error }) => error instanceof DeadlockError);
    expect({ schedules, complete }).toEqual({ schedules: 60, complete: true });
    expect(hung.map(({ output, count }) => [output, count])).toEqual([
      ["ann: tea\n", 1],
      ["bob: tea\n", 1],
      ["ann: jam\n", 1],
      ["bob: jam\n", 1],
    ]);
    expect(outcomes.length - hung.length).toBe(4);
  });

  // Both consumers wait. The tea comes and wakes ann; the jam finds the buffer full and waits behind bob. Ann takes the
  // tea and wakes one: bob, who finds the buffer empty, and nobody is left to tell the jam that there is room.
  it("hangs most simply when both consumers come before the first producer", async () => {
    const { outcomes } = await explore(wakingOne);
    const simplest = outcomes.find(({ error }) => error !== undefined);
    expect(String(simplest?.schedule) + "\n").toBe(terminal`
      step 1, at 0 ms: ann (start) runs before producer of tea (start), producer of jam (start)
      step 2, at 0 ms: bob (start) runs before producer of tea (start), producer of jam (start)
    `);
    show([simplest?.schedule, "", simplest?.error].join("\n"));
    const blocked = await blockedIn(wakingOne, {
      schedule: simplest?.schedule,
    });
    expect(blocked).toEqual([
      `main waits for gather since 0 ms at ${place("everybody")}; producer of jam, bob have not ended`,
      `producer of jam waits for a promise since 0 ms at ${place("change")} (Condition.wait)`,
      `bob waits for a promise since 0 ms at ${place("change")} (Condition.wait)`,
    ]);
  });

  it("never hangs once it wakes all who wait", async () => {
    const { schedules, complete, outcomes } = await allOutcomes(wakingAll);
    expect({ schedules, complete }).toEqual({ schedules: 80, complete: true });
    expect(
      outcomes.map(({ output, error, count }) => ({ output, error, count })),
    ).toEqual([
      { output: "ann: tea\nbob: jam\n", error: undefined, count: 20 },
      { output: "ann: jam\nbob: tea\n", error: undefined, count: 20 },
      { output: "bob: tea\nann: jam\n", error: undefined, count: 20 },
      { output: "bob: jam\nann: tea\n", error: undefined, count: 20 },
    ]);
  });
});
