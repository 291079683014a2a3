import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepClocks } from "../../../src/testing/node/kept-clocks.ts";
import { explore, runVirtual } from "../../../src/testing/index.ts";
import { anew } from "../../anew.ts";

/*
 * Libraries take clocks out of their objects as they are loaded: `const { now } = Date`. No run can reach those, but for
 * code that is loaded behind `async-patterns/testing/first`, which puts clocks in place that are real until a run begins.
 */
describe("Clocks that were taken before a run", () => {
  const START = Date.UTC(2000, 0, 1);
  const HOUR = 3_600_000;
  const take = () => {
    const { now: dateNow } = Date;
    const { random } = Math;
    const { hrtime } = process;
    const bigint = hrtime.bigint.bind(hrtime);
    const now = performance.now.bind(performance);
    const uptime = process.uptime.bind(process);
    return { Date, dateNow, random, hrtime, bigint, now, uptime };
  };
  const tooEarly = take();
  let putBack: (() => void) | undefined;
  let kept: typeof tooEarly;

  beforeEach(() => {
    putBack = keepClocks();
    kept = take();
  });
  afterEach(() => putBack?.());

  /** What all of them show. */
  const read = ({ Date, ...clocks }: typeof tooEarly) => [
    new Date().getTime(),
    Date.now(),
    new Date(Date()).getTime(),
    clocks.dateNow(),
    clocks.now() - HOUR,
    clocks.hrtime(),
    clocks.bigint(),
    clocks.uptime(),
  ];

  it("are virtual in it, where they were taken behind the entry for that", async () => {
    const { result } = await runVirtual(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      return read(kept);
    });
    expect(result).toEqual([
      ...[1, 2, 3, 4].map(() => START + 5_000),
      5_000,
      [3_605, 0],
      3_605_000_000_000n,
      3_605,
    ]);
  });

  it("are real in it, where they were taken before that, but for the now of a Date", async () => {
    const { result } = await runVirtual(() => read(tooEarly));
    const year = (date: unknown): number =>
      new kept.Date(date as number).getFullYear();
    expect(result.slice(0, 4).map(year)).toEqual(
      [present(), START, present(), present()].map(year),
    );
    expect(result[4]).not.toBe(0);
  });

  function present(): number {
    return Date.now();
  }

  it("are real outside of runs, with the numbers that Node's own have", async () => {
    await runVirtual(() => {});
    const [one, two] = [read(tooEarly), read(kept)];
    [0, 1, 3, 4, 6, 7].forEach((index) => {
      const passed = Number(two[index]) - Number(one[index]);
      expect(passed).toBeGreaterThanOrEqual(0);
    });
    expect(kept.random()).toBeLessThan(1);
  });

  it("start anew with each run, and draw what its seed says", async () => {
    const main = (): unknown[] => [kept.now(), kept.random(), Math.random()];
    const first = await runVirtual(main);
    const second = await runVirtual(main);
    const other = await runVirtual(main, { seed: 1 });
    expect(second.result).toEqual(first.result);
    expect(other.result[1]).not.toBe(first.result[1]);
    expect(other.result[1]).not.toBe(other.result[2]);
  });

  it("give a search the same program each time", async () => {
    const { outcomes, notDeterministic } = await explore(() => {
      console.log(kept.dateNow(), kept.random());
    });
    expect(outcomes.length).toBe(1);
    expect(notDeterministic).toBeUndefined();
  });

  it("make dates like any other", () => {
    class Day extends kept.Date {}
    const date = new kept.Date(5);
    expect(date).toStrictEqual(new tooEarly.Date(5));
    assert.deepStrictEqual(date, new tooEarly.Date(5));
    expect(date.constructor).toBe(Date);
    expect(new Day(5)).toBeInstanceOf(Day);
    expect(new tooEarly.Date()).toBeInstanceOf(kept.Date);
    expect(kept.Date.UTC(2000)).toBe(START);
    expect("isFake" in kept.Date).toBe(false);
  });

  it("do not keep the kit from real time, where it is loaded behind them", async () => {
    const realNow = await realNowAnew();
    const { result } = await runVirtual(() => realNow());
    const { result: virtual } = await runVirtual(() => kept.now());
    expect(result).toBeGreaterThan(0);
    expect(result).not.toBe(virtual);
    vi.stubGlobal("performance", { now: () => 5 }); // of no class
    expect((await realNowAnew())()).toBe(5);
    vi.unstubAllGlobals();
  });

  async function realNowAnew(): Promise<() => number> {
    const load = () => import("../../../src/testing/node/real-clock.ts");
    return (await anew(load)).realNow;
  }

  it("are put in place once, however often that is asked for", async () => {
    await import("../../../src/testing/first.ts");
    expect(take()).toMatchObject({ Date: kept.Date, dateNow: kept.dateNow });
    putBack?.();
    expect(take().Date).toBe(tooEarly.Date);
  });
});
