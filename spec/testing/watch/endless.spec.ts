import { setInterval as ticks } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { createTask, sleep } from "../../../src/index.ts";
import {
  DeadlockError,
  explore,
  runVirtual,
} from "../../../src/testing/index.ts";
import { RunningCode } from "../../../src/testing/loop/running-code.ts";
import { VirtualTimers } from "../../../src/testing/loop/virtual-timers.ts";
import { Repetition } from "../../../src/testing/watch/repetition.ts";
import { failureOf, placesIn, withoutColumns } from "../stuck.ts";

/*
 * A heartbeat keeps a program alive, though nothing will ever happen in it. In virtual time such a program does not even
 * wait: it runs for ever. After 100,000 timers in a row, or as many as jobs may run at a moment, while nobody went on who waits, the run looks whether those that
 * are pending only come again; then it is a deadlock, and its error names the timers too.
 */
describe("A wait that never ends beside timers that only repeat", () => {
  const place = placesIn(import.meta.url);
  const few = { jobsPerMoment: 1_000 };
  const later = (ms: number) => new Promise<void>((r) => setTimeout(r, ms));
  async function waitForEver(): Promise<void> {
    await new Promise(() => {}); // for ever
  }
  const waits = `main waits for a promise since 0 ms at ${place("for ever")} (waitForEver)`;

  async function endless(main: () => unknown): Promise<string[]> {
    const error = await failureOf(main, few);
    expect(error).toBeInstanceOf(DeadlockError);
    const [why, ...lines] = withoutColumns(String(error)).split("\n  ");
    expect(why).toBe(
      "DeadlockError: Cannot finish: 1000 timers have fired in a row, and nobody who waits went on; jobsPerMoment allows more",
    );
    return lines;
  }

  it("is a deadlock beside whatever comes again by itself, each with its line", async () => {
    async function tick(): Promise<void> {
      for await (const _ of ticks(1_000)); // ticks
    }
    const lines = await endless(async () => {
      again();
      void againLater();
      const timer = setTimeout(() => timer.refresh(), 1_000); // refresh
      setInterval(() => void later(30), 1_000); // waiting interval
      void tick();
      setInterval(() => {}, 10); // beat
      await waitForEver();
    });
    function again(): void {
      setTimeout(again, 1_000); // again
    }
    async function againLater(): Promise<void> {
      await Promise.resolve();
      setTimeout(() => void againLater(), 1_000); // again later
    }
    expect(lines).toContain(waits);
    expect(lines.filter((line) => line.startsWith("a timer"))).toEqual(
      [
        place("beat"),
        `${place("again")} (VirtualTimeout.again)`,
        place("refresh"),
        place("waiting interval"),
        `${place("ticks")} (tick)`,
        `${place("again later")} (againLater)`,
      ].map((where) => `a timer that main set at ${where} repeats`),
    );
  });

  it("is an ending of the search, which goes on", async () => {
    const { outcomes, complete } = await explore(async () => {
      setInterval(() => {}, 10); // in a search
      await waitForEver();
    }, few);
    expect(complete).toBe(true);
    expect(outcomes).toMatchObject([{ error: expect.any(DeadlockError) }]);
    expect(withoutColumns(String(outcomes[0]?.error))).toContain(
      `a timer that main set at ${place("in a search")} repeats`,
    );
  });

  it("is one ending, whether it is certain first that timers repeat or that code sleeps", async () => {
    let runs = 0;
    const { outcomes, complete } = await explore(async () => {
      if (runs++ % 2 === 0) {
        setInterval(() => {}, 10);
      } else {
        void (async () => {
          for (;;) {
            await later(10);
          }
        })();
      }
      await waitForEver();
    }, few);
    expect({ complete, endings: outcomes.length }).toEqual({
      complete: true,
      endings: 1,
    });
  });

  it.each([true, false])(
    "is looked for anew where code goes on that has waited, if it is the program's: %s",
    async (isOfProgram) => {
      const running = new RunningCode();
      running.firings = 100_000;
      const repetition = new Repetition(
        { lastNumber: 1, pending: [] } as unknown as VirtualTimers,
        running,
        () => {},
        () => isOfProgram,
      );
      let resolve!: () => void;
      const promise = new Promise<void>((r) => (resolve = r));
      const waits = promise.then(String);
      expect(repetition.isCertain()).toBe(false);
      resolve();
      await waits;
      repetition.end();
      expect(running.firings).toBe(isOfProgram ? 0 : 100_000);
    },
  );

  it("is looked for no more often than as many timers fire as are pending", async () => {
    const pending = vi.spyOn(VirtualTimers.prototype, "pending", "get");
    await runVirtual(async () => {
      for (let timer = 1; timer < 4_000; timer++) {
        setTimeout(() => {}, timer);
      }
      await later(4_000);
    }, few);
    expect(pending.mock.calls.length).toBeLessThan(10); // after each hundred it would be forty times
    pending.mockRestore();
  });

  // Beside nine beats a millisecond, so that there are more than a thousand firings in them.
  const TURNS = 115;

  it.each<[string, () => Promise<unknown>]>([
    [
      "somebody who waits for timers goes on each time",
      async () => {
        for (let turn = 0; turn < TURNS; turn++) {
          await later(1);
        }
      },
    ],
    [
      "a task's sleeps end each time",
      () =>
        createTask(async () => {
          for (let turn = 0; turn < TURNS; turn++) {
            await sleep(1);
          }
        }),
    ],
    ["a sleep is to end later", () => sleep(TURNS)],
    ["a timer is to fire later that fires once", () => later(TURNS)],
    [
      "a slow interval lets somebody go on now and then",
      async () => {
        let wake!: () => void;
        setInterval(() => wake(), TURNS);
        await new Promise<void>((resolve) => (wake = resolve));
        await new Promise<void>((resolve) => (wake = resolve));
      },
    ],
  ])("is none where %s", async (_, main) => {
    const run = await runVirtual(async () => {
      for (let beat = 0; beat < 9; beat++) {
        setInterval(() => {}, 1);
      }
      await main();
    }, few);
    expect(run.elapsed).toBeGreaterThanOrEqual(TURNS);
  });

  it("is none either in a search, which looks at promises only then", async () => {
    const { outcomes, notDeterministic } = await explore(
      async () => {
        for (let turn = 0; turn < 1_150; turn++) {
          await later(1);
        }
        console.log("over");
      },
      { ...few, schedules: 1 },
    );
    expect(notDeterministic).toBeUndefined();
    expect(outcomes).toMatchObject([{ output: "over\n", count: 1 }]);
  });
});
