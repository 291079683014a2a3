import { describe, expect, it } from "vitest";
import { Semaphore } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import { allOutcomes, play, stamped, terminal } from "../../support.ts";
import { download, main } from "./semaphore.ts";

/*
 * A semaphore counts places. Who comes takes one, who leaves gives it back, and who finds none waits in line. So all
 * downloads can be started at once, while no more than two are under way.
 *
 * A place is handed over in the turn in which it is given back: between "small is there" and "tiny begins" no time passes.
 */
describe("Beyond the chapter: a semaphore", () => {
  it("two downloads are under way at a time", async () => {
    expect(stamped(await play(main))).toBe(terminal`
         0 ms | big begins
         0 ms | small begins
        20 ms | small is there
        20 ms | tiny begins             ← a place is free
        30 ms | tiny is there
        30 ms | last begins
        40 ms | last is there
        50 ms | big is there            ← three have come and gone beside it
    `);
  });

  it("never are more than two under way, in all 56 schedules", async () => {
    const { schedules, complete, outcomes } = await allOutcomes(main);
    expect({ schedules, complete }).toEqual({ schedules: 56, complete: true });
    const most = outcomes.map(({ output }) => {
      let inside = 0;
      return Math.max(
        ...output
          .trim()
          .split("\n")
          .map((line) => (inside += line.endsWith("begins") ? 1 : -1)),
      );
    });
    expect(new Set(most)).toEqual(new Set([2]));
  });

  it("a download that fails gives its place back", async () => {
    const { result } = await runVirtual(async () => {
      const places = new Semaphore(1);
      await download("bad", Number.NaN, places).catch(() => {});
      return places.locked;
    });
    expect(result).toBe(false);
  });
});
