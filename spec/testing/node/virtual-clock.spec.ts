import perfHooks, { performance as imported } from "node:perf_hooks";
import { describe, expect, it } from "vitest";
import { sleep } from "../../../src/patterns/sleep.ts";
import { runVirtual } from "../../../src/testing/index.ts";

/*
 * A program that measures its own time has to get virtual time everywhere it could ask: one real clock left over, and a
 * measured duration is luck again. Each clock starts at a fixed moment, Date at the beginning of 1970, and moves with the
 * run and with nothing else.
 */
describe("The virtual clock", () => {
  /** What a clock says at the start, and after 1,500 ms. */
  async function readings<T>(clock: () => T): Promise<T[]> {
    const { result } = await runVirtual(async () => {
      const before = clock();
      await sleep(1_500);
      return [before, clock()];
    });
    return result;
  }

  it.each<[string, () => unknown, unknown, unknown]>([
    ["Date.now", () => Date.now(), 0, 1_500],
    ["new Date", () => new Date().getTime(), 0, 1_500],
    [
      "new Date, to the letter",
      () => new Date().toISOString(),
      "1970-01-01T00:00:00.000Z",
      "1970-01-01T00:00:01.500Z",
    ],
    ["performance.now", () => performance.now(), 0, 1_500],
    ["node:perf_hooks", () => perfHooks.performance.now(), 0, 1_500],
    ["an imported performance", () => imported.now(), 0, 1_500],
    ["process.hrtime", () => process.hrtime(), [0, 0], [1, 500_000_000]],
    [
      "process.hrtime.bigint",
      () => process.hrtime.bigint(),
      0n,
      1_500_000_000n,
    ],
    [
      "Intl.DateTimeFormat",
      () =>
        new Intl.DateTimeFormat("en", {
          timeZone: "UTC",
          minute: "numeric",
          second: "numeric",
        }).format(),
      "00:00",
      "00:01",
    ],
  ])("%s starts and advances", async (_, clock, before, after) => {
    expect(await readings(clock)).toEqual([before, after]);
  });

  it("performance is one clock, global or imported", async () => {
    const { result } = await runVirtual(() => {
      const clocks: { now: unknown }[] = [performance, imported];
      return new Set(clocks.map(({ now }) => now)).size;
    });
    expect(result).toBe(1);
  });

  it("Date as a function tells the virtual time as a string", async () => {
    const [before, after] = await readings(() => Date());
    expect(new Date(before ?? "").getTime()).toBe(0);
    expect(new Date(after ?? "").getTime()).toBe(1_000);
  });

  it("a date that is given stays what it is", async () => {
    const { result } = await runVirtual(() => [
      new Date(2_000_000_000_000).toISOString(),
      new Date("2001-09-09T01:46:40Z").getTime(),
      Date.UTC(2001, 8, 9, 1, 46, 40),
      new Date() instanceof Date,
    ]);
    expect(result).toEqual([
      "2033-05-18T03:33:20.000Z",
      1_000_000_000_000,
      1_000_000_000_000,
      true,
    ]);
  });

  it("process.hrtime takes an earlier reading off", async () => {
    const { result } = await runVirtual(async () => {
      const begin = process.hrtime();
      await sleep(2_250);
      return process.hrtime(begin);
    });
    expect(result).toEqual([2, 250_000_000]);
  });

  describe("with fractions of a millisecond", () => {
    it("sums meet where they are meant to", async () => {
      const { result } = await runVirtual(async () => {
        await sleep(0.1);
        await sleep(0.2);
        return performance.now();
      });
      expect(result).toBe(0.3);
    });

    it("sleepers that meet by different sums are due at one moment", async () => {
      const run = await runVirtual(async () => {
        const one = sleep(0.3).then(() => console.log("in one"));
        await sleep(0.1);
        await sleep(0.2);
        console.log("in two");
        await one;
      });
      expect(run.lines).toEqual([
        { at: 0.3, text: "in one" },
        { at: 0.3, text: "in two" },
      ]);
    });

    it("each clock keeps the digits that it has", async () => {
      const { result } = await runVirtual(async () => {
        await sleep(0.25);
        await sleep(1.5);
        return [Date.now(), performance.now(), process.hrtime.bigint()];
      });
      expect(result).toEqual([1, 1.75, 1_750_000n]);
    });

    it("a nanosecond more or less counts", async () => {
      const { result } = await runVirtual(async () => {
        await sleep(0.000249);
        const first = process.hrtime.bigint();
        await sleep(0.000002);
        return [first, process.hrtime.bigint()];
      });
      expect(result).toEqual([249n, 251n]);
    });

    it("fractions add up to whole milliseconds without loss", async () => {
      const { result } = await runVirtual(async () => {
        for (let step = 0; step < 1_000; step++) {
          await sleep(0.1);
        }
        return [Date.now(), performance.now(), process.hrtime.bigint()];
      });
      expect(result).toEqual([100, 100, 100_000_000n]);
    });

    it("whole steps after fractional ones keep the clocks together", async () => {
      const { result } = await runVirtual(async () => {
        await sleep(0.75);
        await sleep(0.25);
        await sleep(9);
        return [Date.now(), performance.now(), process.hrtime.bigint()];
      });
      expect(result).toEqual([10, 10, 10_000_000n]);
    });
  });

  it("goes back to the real one after the run", async () => {
    const before = [Date.now(), performance.now()] as const;
    await runVirtual(() => sleep(1e12));
    const passed = [Date.now() - before[0], performance.now() - before[1]];
    expect(passed.map((ms) => ms >= 0 && ms < 1e9)).toEqual([true, true]);
  });
});
