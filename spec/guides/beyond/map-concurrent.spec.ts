import { describe, expect, it } from "vitest";
import { runVirtual } from "async-patterns/testing";
import { allOutcomes, play, stamped, terminal } from "../../support.ts";
import { main, report } from "./map-concurrent.ts";

/*
 * To call a function for many items one after the other is slow, and to call it for all of them at once is too much for
 * whoever answers. `mapConcurrent` keeps a limit: when a result has been taken, the next item has its place.
 *
 * Rome takes longest, and two others come before it. Where the results have to come in the order of the items, Rome holds
 * back the others, and with two places only Oslo is asked beside it.
 */
describe("Beyond the chapter: a concurrent map", () => {
  it("results come as soon as they are there, and two are under way", async () => {
    expect(stamped(await play(main))).toBe(terminal`
         0 ms | ask Rome
         0 ms | ask Oslo
        20 ms | got Oslo
        20 ms | ask Bern
        45 ms | got Bern
        45 ms | ask Kiel
        50 ms | got Rome
        55 ms | got Kiel
    `);
  });

  it("only who is asked first is the rule of turns' to say", async () => {
    const { complete, outcomes } = await allOutcomes(main);
    expect([complete, outcomes.length]).toEqual([true, 2]);
  });

  it("results in the order of the items wait for one another", async () => {
    expect(stamped(await play(() => report(true)))).toBe(terminal`
         0 ms | ask Rome
         0 ms | ask Oslo
        50 ms | got Rome
        50 ms | got Oslo
        50 ms | ask Bern
        50 ms | ask Kiel
        75 ms | got Bern
        75 ms | got Kiel
    `);
  });

  it("takes no item before there is room for it", async () => {
    const { lines } = await runVirtual(main);
    const asked = lines.filter(({ text }) => text.startsWith("ask"));
    expect(asked.map(({ at }) => at)).toEqual([0, 0, 20, 45]);
  });
});
