import { describe, expect, it } from "vitest";
import { sleep, timeout } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import { allOutcomes, play, stamped, terminal } from "../../support.ts";
import { main } from "./timeout.ts";

/*
 * A time limit that only stops waiting leaves behind what it has waited for. This one aborts the signal that its body was
 * given, waits until the body has cleaned up and ended, and then throws a TimeoutError.
 *
 * Two limits lie within one another here: 50 ms for the first answer, 70 ms for all. When the inner time is over, there is
 * a second try; when the outer one is, there is none: its signal says whose time it was.
 */
describe("Beyond the chapter: a time limit", () => {
  it("the inner limit leaves time for a second try, the outer one ends it", async () => {
    expect(stamped(await play(main))).toBe(terminal`
        30 ms | ann: answered after 30 ms
        50 ms |   given up: what takes 60 ms
        50 ms |   given up: what takes 65 ms
        60 ms | bob: answered after 10 ms     ← the second try
        70 ms |   given up: what takes 40 ms
        70 ms | eve: TimeoutError
    `);
  });

  it("only two limits that end at one moment may change places", async () => {
    const { complete, outcomes } = await allOutcomes(main);
    expect([complete, outcomes.length]).toEqual([true, 2]);
  });

  it("a body that ends in time is not touched", async () => {
    const run = await runVirtual(() =>
      timeout(50, async (signal) => {
        await sleep(10);
        return signal.aborted;
      }),
    );
    expect([run.result, run.elapsed]).toEqual([false, 10]);
  });
});
