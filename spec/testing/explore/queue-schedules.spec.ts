import { describe, expect, it } from "vitest";
import { allOutcomes } from "../../support.ts";
import { handOver } from "../hand-over.ts";

/*
 * Two producers, two consumers, a queue for one item, and a cancellation that may strike at any moment: before the first
 * turn, while the task waits, or when it was just woken and the item is as good as its own. If a wake-up is lost then, an
 * item is lost, or a waiter waits for ever. Whatever the order, each item that was put is there exactly once.
 */
describe("A queue under every schedule", () => {
  const eachItemOnce = [{ output: "each item once\n" }];

  // All 3,332 schedules, and all 149,986 with two items each, are a matter for the longer search: npm run explore.
  it("loses nothing and gives nothing twice when a consumer is cancelled, in every schedule of up to three departures", async () => {
    const found = await allOutcomes(
      handOver({ itemsEach: 1, cancelled: "consumer c" }),
      { departures: 3 },
    );
    expect(found).toMatchObject({ schedules: 497, departures: 3 });
    expect(found.outcomes).toMatchObject(eachItemOnce);
  });

  it("loses nothing and gives nothing twice when a producer is cancelled, in every schedule of up to two departures", async () => {
    const found = await allOutcomes(
      handOver({ itemsEach: 2, cancelled: "producer p" }),
      { departures: 2 },
    );
    expect(found).toMatchObject({ schedules: 151, departures: 2 });
    expect(found.outcomes).toMatchObject(eachItemOnce);
  });
});
