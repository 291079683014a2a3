import { once } from "node:events";
import {
  PerformanceObserver,
  createHistogram,
  performance,
} from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { runVirtual } from "../../../src/testing/index.ts";

/*
 * Node stamps some things with the time itself, by a clock that nobody can replace: events, and what its timeline says of
 * functions that are timed. In a run they show virtual time all the same.
 */
describe("What Node stamps in a virtual run", () => {
  const HOUR = 3_600_000;

  it("is an event, and its stamp says when it was made", async () => {
    const before = new Event("before");
    const { result } = await runVirtual(async () => {
      const first = new Event("first");
      await wait(1_500);
      const second = new Event("second");
      const [aborted] = (await once(AbortSignal.timeout(500), "abort")) as [
        Event,
      ];
      return [first, second, aborted].map(({ timeStamp }) => timeStamp);
    });
    expect(result).toEqual([HOUR, HOUR + 1_500, HOUR + 2_000]);
    const after = new Event("after");
    expect(after.timeStamp).toBeGreaterThan(before.timeStamp);
    expect(after.timeStamp).toBeLessThan(HOUR);
  });

  it("is an event from before the run, which is older than all of it", async () => {
    const event = new Event("before");
    const { result } = await runVirtual(() => event.timeStamp);
    expect(result).toBeLessThanOrEqual(HOUR);
  });

  it("is known of the last four thousand moments, and an older one is taken for the first of these", async () => {
    const { result } = await runVirtual(async () => {
      const events: Event[] = [];
      for (let ms = 0; ms < 5_000; ms++) {
        events.push(new Event("tick"));
        await new Promise((resolve) => setTimeout(resolve, 1)); // quicker than wait
      }
      return [0, 904, 905, 4_000, 4_999].map((at) => events[at]?.timeStamp);
    });
    expect(result).toEqual([
      HOUR + 905,
      HOUR + 905,
      HOUR + 905,
      HOUR + 4_000,
      HOUR + 4_999,
    ]);
  });

  it("is how long a function takes, as an observer sees it", async () => {
    const { result } = await runVirtual(async () => {
      const seen: PerformanceEntry[] = [];
      const observer = new PerformanceObserver((list) =>
        seen.push(...list.getEntries()),
      );
      observer.observe({ entryTypes: ["function", "mark"] });
      const timed = performance.timerify(async function work(ms: number) {
        await wait(ms);
      });
      await wait(10);
      await timed(50);
      performance.mark("mark");
      await wait(1);
      observer.disconnect();
      performance.clearMarks("mark");
      return seen.map((entry) => {
        const { name, startTime, duration } = entry;
        return [name, startTime, duration, entry.toJSON()];
      });
    });
    expect(result).toMatchObject([
      ["work", HOUR + 10, 50, { startTime: HOUR + 10, duration: 50 }],
      ["mark", HOUR + 60, 0, { startTime: HOUR + 60, duration: 0 }],
    ]);
  });

  describe("is told to who observes it", () => {
    /** What an observer hears of marks. */
    function observe(): { heard: string[]; end: () => void } {
      const heard: string[] = [];
      const observer = new PerformanceObserver((list) =>
        heard.push(...list.getEntries().map(({ name }) => name)),
      );
      observer.observe({ entryTypes: ["mark"] });
      const end = (): void => {
        observer.disconnect();
        performance.clearMarks();
      };
      return { heard, end };
    }

    it("before time goes on, also where something was to be told as the run began", async () => {
      const { heard, end } = observe();
      performance.mark("before");
      const { result } = await runVirtual(async () => {
        performance.mark("first");
        await wait(1);
        const atFirst = [...heard];
        performance.mark("second");
        await wait(1);
        return [atFirst, [...heard]];
      });
      end();
      const first = ["before", "first"];
      expect(result).toEqual([first, [...first, "second"]]);
    });

    it.each([
      [
        "thrown",
        () =>
          process.nextTick(() => {
            throw new Error("thrown");
          }),
      ],
      [
        "more than 1 ticks",
        () => [1, 2, 3].forEach(() => process.nextTick(String)),
      ],
    ])(
      "once the run is over, where it has failed before that, as %s",
      async (why, end) => {
        const { heard, end: endObserving } = observe();
        const main = (): void => {
          performance.mark("in a run");
          end();
        };
        const run = runVirtual(main, { jobsPerMoment: 1 });
        await expect(run).rejects.toThrow(why);
        await lap();
        performance.mark("after it");
        await lap();
        endObserving();
        expect(heard).toEqual(["in a run", "after it"]);
      },
    );

    const lap = (): Promise<void> =>
      new Promise((resolve) => setImmediate(resolve));
  });

  it("is what a histogram is given of it", async () => {
    const histogram = createHistogram({ figures: 5 });
    const timed = performance.timerify(wait, { histogram });
    const { result } = await runVirtual(async () => {
      const own = createHistogram({ figures: 5 });
      const inside = performance.timerify(wait, { histogram: own });
      await inside(50);
      const still = performance.timerify((): void => {}, { histogram: own });
      still();
      class Made {
        readonly at = Date.now();
      }
      const kind: unknown = Made;
      const options = { histogram: own };
      const make: unknown = performance.timerify(kind as () => Made, options);
      const made = Reflect.construct(make as typeof Made, []);
      expect(made).toBeInstanceOf(Made);
      expect((make as typeof Made).name).toBe("timerified Made");
      return { own, still };
    });
    const { own, still } = result;
    expect(own.count).toBe(3);
    expect(Math.round(own.max / 1e6)).toBe(50);
    expect(own.min).toBe(1);
    own.reset();
    still();
    expect([own.count, own.min > 1]).toEqual([1, true]); // in reality now
    await timed(1);
    expect(histogram.count).toBe(1);
  });

  it("is nothing that a wrong histogram could take, of which Node complains as ever", async () => {
    const main = (): unknown =>
      performance.timerify(wait, { histogram: {} as never });
    await expect(runVirtual(main)).rejects.toMatchObject({
      code: "ERR_INVALID_ARG_TYPE",
    });
  });

  it("is how busy the loop was: code takes no virtual time", async () => {
    const { result } = await runVirtual(async () => {
      const { eventLoopUtilization } = performance;
      const first = eventLoopUtilization();
      await wait(100);
      const second = eventLoopUtilization();
      return {
        first,
        since: eventLoopUtilization(first),
        between: eventLoopUtilization(second, first),
        shown: performance.toJSON() as object,
        timing: performance.nodeTiming,
        duration: performance.nodeTiming.duration,
        idle: performance.nodeTiming.idleTime,
        eventLoopUtilization,
      };
    });
    const idle = { idle: 100, active: 0, utilization: 0 };
    expect(result).toMatchObject({
      first: { idle: HOUR, active: 0, utilization: 0 },
      since: idle,
      between: idle,
      shown: { eventLoopUtilization: { ...idle, idle: HOUR + 100 } },
      duration: HOUR + 100,
      idle: HOUR + 100,
    });
    expect(result.eventLoopUtilization().idle).toBeLessThan(HOUR);
    expect(performance.nodeTiming.duration).toBeLessThan(HOUR);
  });

  it("is Node's also where a page has a clock of its own, without all that", async () => {
    vi.stubGlobal("performance", { now: () => 5 });
    const { result } = await runVirtual(() => [
      globalThis.performance.now(),
      performance.now(),
      performance.eventLoopUtilization().idle,
    ]);
    expect(globalThis.performance.now()).toBe(5);
    vi.unstubAllGlobals();
    expect(result).toEqual([HOUR, HOUR, HOUR]);
  });
});
