import { describe, expect, it } from "vitest";
import { merge, sleep } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import { allOutcomes, play, stamped, terminal } from "../../support.ts";
import { main, sensor } from "./streams.ts";

/*
 * A loop reads one source. `merge` makes one of several, and gives what is ready first; `zip` waits for one value of each;
 * `buffer` asks ahead, so that a slow reader finds values waiting. All of them are lazy, and hold no more than they must.
 *
 * A loop that is left closes its sources first. Only a generator that sleeps at that moment, which nobody can wake, closes
 * when its sleep is over, and the loop does not wait for that.
 */
describe("Beyond the chapter: merge, zip and buffer", () => {
  it("sources are read together, and closed before the loop is left", async () => {
    expect(stamped(await play(main, sensor))).toBe(terminal`
        20 ms | merged a1
        30 ms | merged b1
        40 ms | merged a2
        60 ms | merged b2       ← a3 is due at 60 ms as well
        60 ms | b is off
        60 ms | a is off
       100 ms | c is off
       100 ms | d is off
       100 ms | [ [ 'c1', 'd1' ], [ 'c2', 'd2' ] ]
       110 ms | slowly e1
       135 ms | slowly e2       ← it was ready at 120 ms
       160 ms | slowly e3
       185 ms | e is off
    `);
  });

  it("which of two values comes that are due at one moment, the clock decides", async () => {
    const { complete, outcomes } = await allOutcomes(main);
    expect([complete, outcomes.length]).toEqual([true, 2]);
    expect(outcomes[1]?.output).toContain("merged a3\nmerged b2\n");
  });

  it("a source that fails ends the loop at once, and one that sleeps closes as it wakes", async () => {
    async function* broken(): AsyncGenerator<string, void> {
      yield "once";
      throw new Error("the cable is cut");
    }
    const run = await runVirtual(async () => {
      try {
        for await (const value of merge(sensor("a", 20), broken())) {
          console.log(value);
        }
      } catch (error) {
        console.log(String(error));
      }
      await sleep(30);
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | once
         0 ms | Error: the cable is cut
        20 ms | a is off
    `);
  });
});
