import { describe, expect, it } from "vitest";
import { toArray } from "../../../src/patterns/async-iteration.ts";
import { buffer } from "../../../src/patterns/map-concurrent.ts";
import { sleep } from "../../../src/patterns/sleep.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import { counting, ticking } from "../merge/sources.ts";

/* Items fetched ahead: while one is used, the next is on its way, so that two who take ten each take ten, not twenty. */
describe("buffer", () => {
  it("fetches ahead while an item is used", async () => {
    const run = await runVirtual(async () => {
      for await (const item of buffer(ticking("A", 10, 10, 10), 1)) {
        console.log(item);
        await sleep(10);
      }
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | A0
        20 ms | A1
        30 ms | A closed    ← the end is fetched ahead, too
        30 ms | A2
    `);
  });

  it("is never more than its size ahead of what was taken, and closes its source", async () => {
    await runVirtual(async () => {
      const source = counting();
      const buffered = buffer(source, 4);
      await sleep(5);
      expect(source.asked).toBe(0);
      await buffered.next();
      await sleep(5);
      expect(source.asked).toBe(5);
      await buffered.return();
      expect(source.closed).toBe(1);
    });
  });

  it("gives what was fetched before the source failed, then that failure", async () => {
    await runVirtual(async () => {
      const source = (async function* () {
        yield* [1, 2];
        throw new Error("no light");
      })();
      const buffered = buffer(source, 9);
      expect((await buffered.next()).value).toBe(1);
      await sleep(5);
      expect((await buffered.next()).value).toBe(2);
      await expect(buffered.next()).rejects.toThrow("no light");
    });
  });

  it("keeps the order, and ends", async () => {
    await runVirtual(async () => {
      expect(await toArray(buffer("tea", 2))).toEqual(["t", "e", "a"]);
    });
  });

  it("refuses a size below 1, and what cannot be iterated", () => {
    expect(() => buffer([], -1)).toThrow(
      new RangeError(
        "Cannot buffer: size must be a whole number from 1 on, received -1",
      ),
    );
    expect(() => buffer(7 as never, 1)).toThrow(
      new TypeError("Cannot buffer: the source must be iterable, received 7"),
    );
  });
});
