import perfHooks, { performance as imported } from "node:perf_hooks";
import { describe, expect, it } from "vitest";
import { sleep } from "../../../src/patterns/sleep.ts";
import { runVirtual } from "../../../src/testing/index.ts";

/*
 * A program that measures its own time has to get virtual time everywhere it could ask: one real clock left over, and a
 * measured duration is luck again. Each clock starts at a fixed moment, Date at the beginning of 2000 unless a run is given
 * another date, and moves with the run and with nothing else. None starts at 0, which programs keep for "never yet": the
 * process has been up for an hour.
 */
describe("The virtual clock", () => {
  const START = Date.UTC(2000, 0, 1);
  const HOUR = 3_600_000;
  const HOUR_NS = 3_600_000_000_000n;

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
    ["Date.now", () => Date.now(), START, START + 1_500],
    ["new Date", () => new Date().getTime(), START, START + 1_500],
    [
      "new Date, to the letter",
      () => new Date().toISOString(),
      "2000-01-01T00:00:00.000Z",
      "2000-01-01T00:00:01.500Z",
    ],
    ["performance.now", () => performance.now(), HOUR, HOUR + 1_500],
    ["node:perf_hooks", () => perfHooks.performance.now(), HOUR, HOUR + 1_500],
    ["an imported performance", () => imported.now(), HOUR, HOUR + 1_500],
    [
      "process.hrtime",
      () => process.hrtime(),
      [3_600, 0],
      [3_601, 500_000_000],
    ],
    ["process.uptime", () => process.uptime(), 3_600, 3_601.5],
    [
      "process.hrtime.bigint",
      () => process.hrtime.bigint(),
      3_600_000_000_000n,
      3_601_500_000_000n,
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
    expect(new Date(before ?? "").getTime()).toBe(START);
    expect(new Date(after ?? "").getTime()).toBe(START + 1_000);
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
      expect(result).toBe(HOUR + 0.3);
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
      expect(result).toEqual([START + 1, HOUR + 1.75, HOUR_NS + 1_750_000n]);
    });

    it("a nanosecond more or less counts", async () => {
      const { result } = await runVirtual(async () => {
        await sleep(0.000249);
        const first = process.hrtime.bigint();
        await sleep(0.000002);
        return [first, process.hrtime.bigint()];
      });
      expect(result).toEqual([HOUR_NS + 249n, HOUR_NS + 251n]);
    });

    it("fractions add up to whole milliseconds without loss", async () => {
      const { result } = await runVirtual(async () => {
        for (let step = 0; step < 1_000; step++) {
          await sleep(0.1);
        }
        return [Date.now(), performance.now(), process.hrtime.bigint()];
      });
      expect(result).toEqual([START + 100, HOUR + 100, HOUR_NS + 100_000_000n]);
    });

    it("whole steps after fractional ones keep the clocks together", async () => {
      const { result } = await runVirtual(async () => {
        await sleep(0.75);
        await sleep(0.25);
        await sleep(9);
        return [Date.now(), performance.now(), process.hrtime.bigint()];
      });
      expect(result).toEqual([START + 10, HOUR + 10, HOUR_NS + 10_000_000n]);
    });
  });

  it("starts at the date that a run is given, as a Date or in milliseconds", async () => {
    const now = new Date("2024-02-29T12:00:00Z");
    const year = (): number => new Date().getUTCFullYear();
    expect((await runVirtual(() => new Date(), { now })).result).toEqual(now);
    expect((await runVirtual(year, { now: now.getTime() })).result).toBe(2024);
    expect((await runVirtual(year, { now: -1 })).result).toBe(1969);
  });

  it.each<[unknown, Error]>([
    ["2024", new TypeError('must be a Date or a number, received "2024"')],
    [new Date(NaN), new RangeError("must be a valid date, received a Date")],
    [NaN, new RangeError("must be a valid date, received NaN")],
    [9e15, new RangeError("must be a valid date, received 9000000000000000")],
  ])("does not start at %s", async (now, { constructor, message }) => {
    const run = runVirtual(() => {}, { now } as never);
    await expect(run).rejects.toBeInstanceOf(constructor);
    await expect(run).rejects.toThrow(
      `Cannot start a virtual run: now ${message}`,
    );
  });

  it("is one: the origin and the time since make up the date", async () => {
    const { result } = await runVirtual(async () => {
      await sleep(1_500);
      const { timeOrigin } = performance;
      const json = performance.toJSON() as { timeOrigin: number };
      return [timeOrigin + performance.now(), Date.now(), json.timeOrigin];
    });
    expect(result).toEqual([START + 1_500, START + 1_500, START - HOUR]);
  });

  it("makes dates like any other, inside and outside", async () => {
    const { result } = await runVirtual(() => {
      class Day extends Date {}
      const day = new Day();
      const date = new Date(5);
      return {
        date,
        isSubclass: day instanceof Day && day.getTime() === START,
        isOwnClass: date.constructor === Date,
        earlier: new Intl.DateTimeFormat("en").formatToParts(),
        given: new Intl.DateTimeFormat("en").formatToParts(new Date()),
      };
    });
    expect(result.date).toStrictEqual(new Date(5));
    expect(result.date.constructor).toBe(Date);
    expect(result).toMatchObject({ isSubclass: true, isOwnClass: true });
    expect(result.earlier).toEqual(result.given);
  });

  it("lets a format have one function, which looks as it always does", async () => {
    const { result } = await runVirtual(() => {
      const one = new Intl.DateTimeFormat("en");
      const [format, again, other] = [one, one, Intl.DateTimeFormat("en")].map(
        (it): (() => string) => Reflect.get(it, "format"),
      );
      return [format?.name, format?.length, format === again, format === other];
    });
    expect(result).toEqual(["", 1, true, false]);
  });

  it("is what performance marks and measures by, for its observers too", async () => {
    const { result } = await runVirtual(async () => {
      const seen: number[] = [];
      const observer = new PerformanceObserver((list) => {
        seen.push(...list.getEntries().map(({ duration }) => duration));
      });
      observer.observe({ entryTypes: ["measure"] });
      performance.mark("a");
      await sleep(50);
      const whole = performance.measure("m", "a");
      const given = performance.measure("m", { start: "a", duration: 7 });
      const open = performance.measure("m", { start: HOUR + 10 });
      const closed = performance.measure("m", { start: "a", end: HOUR + 20 });
      await new Promise((resolve) => setImmediate(resolve));
      await sleep(1);
      observer.disconnect();
      performance.clearMarks();
      performance.clearMeasures();
      const spans = [whole, given, open, closed].map((it) => it.duration);
      return { spans, seen, at: performance.mark("b").startTime };
    });
    expect(result.spans).toEqual([50, 7, 40, 20]);
    expect(result.at).toBe(HOUR + 51);
  });

  it("marks nothing with options that Node refuses", async () => {
    const main = (): unknown => performance.mark("a", 5 as never);
    await expect(runVirtual(main)).rejects.toThrow(TypeError);
  });

  it("is real for what a program has kept of it, once the run is over", async () => {
    const { result: kept } = await runVirtual(() => ({
      Date,
      now: performance.now.bind(performance),
      hrtime: process.hrtime,
      uptime: process.uptime.bind(process),
      random: Math.random,
    }));
    expect(kept.Date.now() - Date.now()).toBeLessThan(1_000);
    expect(kept.now()).toBeLessThanOrEqual(performance.now());
    expect(kept.hrtime.bigint()).toBeLessThanOrEqual(process.hrtime.bigint());
    expect(kept.hrtime()[0]).toBeLessThanOrEqual(process.hrtime()[0]);
    expect(kept.uptime()).toBeLessThanOrEqual(process.uptime());
    expect(kept.random()).toBeLessThan(1);
  });

  it("goes back to the real one after the run", async () => {
    const before = [Date.now(), performance.now()] as const;
    await runVirtual(() => sleep(1e12));
    const passed = [Date.now() - before[0], performance.now() - before[1]];
    expect(passed.map((ms) => ms >= 0 && ms < 1e9)).toEqual([true, true]);
  });
});
