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

  it("loses nothing and gives nothing twice when a consumer is cancelled", async () => {
    const found = await allOutcomes(
      handOver({ itemsEach: 1, cancelled: "consumer c" }),
    );
    expect(found).toMatchObject({ schedules: 3_332, complete: true });
    expect(found.outcomes).toMatchObject(eachItemOnce);
  });

  // With two items each, all 149,986 schedules are a matter for the longer search: npm run explore.
  it("loses nothing and gives nothing twice when a producer is cancelled, in every schedule of up to three departures", async () => {
    const found = await allOutcomes(
      handOver({ itemsEach: 2, cancelled: "producer p" }),
      { departures: 3 },
    );
    expect(found).toMatchObject({ schedules: 998, departures: 3 });
    expect(found.outcomes).toMatchObject(eachItemOnce);
  });
});
