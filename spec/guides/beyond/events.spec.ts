import { describe, expect, it } from "vitest";
import { AsyncEvent, Condition, createTask } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import { allOutcomes, play, stamped, terminal } from "../../support.ts";
import { guest, main } from "./events.ts";

/*
 * An event is a flag: it is set once, and everybody who waits for it goes on. A condition is for what becomes true again and
 * again, such as a dish on the table. It comes with a lock: who waits gives the lock up for that long, and looks again, with
 * the lock, when it has been notified.
 *
 * `waitFor` does the looking: who is notified and finds the table empty, since another guest was quicker, waits on.
 */
describe("Beyond the chapter: events and conditions", () => {
  it("the guests come in together, and eat one after the other", async () => {
    expect(stamped(await play(main))).toBe(terminal`
        10 ms | the doors open
        30 ms | ann eats soup
        50 ms | bob eats rice
    `);
  });

  it("who eats first is the rule of turns' to say", async () => {
    const { complete, outcomes } = await allOutcomes(main);
    expect([complete, outcomes.length]).toEqual([true, 2]);
    expect(outcomes[1]?.output).toContain("bob eats soup");
  });

  it("a guest who is told of nothing waits for ever, and is named", async () => {
    const hung = await runVirtual(async () => {
      const doors = new AsyncEvent();
      doors.set();
      const table = new Condition();
      await createTask(() => guest("ann", doors, table, []), { name: "ann" });
    }).catch(String);
    expect(hung).toContain("ann waits for Condition.wait since 0 ms");
  });
});
