import { AsyncLocalStorage } from "node:async_hooks";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { freshCopy, type Copy } from "../fresh-copy.ts";

/*
 * Some put functions of their own on top of Node's timers before the kit is loaded: zone.js does so, on which Angular
 * rests, to count what is pending and to call back in the zone in which a timer was set. In a run those functions stay;
 * what they make is virtual all the same.
 */
describe("Functions that wrap Node's timers", () => {
  const real = { setTimeout, setInterval, clearTimeout };
  const zone = new AsyncLocalStorage<string>();
  const pending = new Set<NodeJS.Timeout>();
  let runVirtual: Copy["runVirtual"];

  /** Counts a timer, calls back in a zone, and puts a function of its own on the timer. */
  const wrap =
    (set: typeof setTimeout, repeats: boolean) =>
    (callback: () => void, ms: number): NodeJS.Timeout => {
      const fire = (): void => {
        if (!pending.has(timer)) {
          return;
        }
        if (!repeats) {
          pending.delete(timer);
        }
        zone.run("zone", callback);
      };
      const timer = set(fire, ms);
      pending.add(timer);
      const refresh = timer.refresh.bind(timer);
      timer.refresh = () => {
        pending.add(timer);
        return refresh();
      };
      return timer;
    };
  const clear = (timer: NodeJS.Timeout): void => {
    pending.delete(timer);
    real.clearTimeout(timer);
  };

  beforeAll(async () => {
    vi.stubGlobal("setTimeout", wrap(real.setTimeout, false));
    vi.stubGlobal("setInterval", wrap(real.setInterval as never, true));
    vi.stubGlobal("clearTimeout", clear);
    vi.stubGlobal("clearInterval", clear);
    ({ runVirtual } = await freshCopy());
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });

  it("are those of a run, whose timers are virtual", async () => {
    const before = setTimeout;
    const { lines, elapsed, result } = await runVirtual(async () => {
      setTimeout(() => console.log("timer in", zone.getStore()), 10_000);
      const interval = setInterval(() => {
        console.log("interval in", zone.getStore());
        clearInterval(interval);
      }, 5_000);
      clearTimeout(setTimeout(() => console.log("cleared"), 1));
      const own = setTimeout === before;
      await new Promise<void>((resolve) => setTimeout(resolve, 60_000));
      return { own, left: pending.size };
    });
    expect(lines).toEqual([
      { at: 5_000, text: "interval in zone" },
      { at: 10_000, text: "timer in zone" },
    ]);
    expect({ elapsed, result }).toEqual({
      elapsed: 60_000,
      result: { own: true, left: 0 },
    });
  });

  it("may put their own on a timer", async () => {
    const { elapsed } = await runVirtual(
      () =>
        new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 10);
          setTimeout(() => timer.refresh(), 7);
        }),
    );
    expect([elapsed, pending.size]).toEqual([17, 0]);
  });
});
