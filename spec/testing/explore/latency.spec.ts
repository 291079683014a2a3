import { describe, expect, it } from "vitest";
import { createTask, nextTurn, sleep } from "../../../src/index.ts";
import {
  explore,
  runVirtual,
  TimeLimitError,
  type Exploration,
} from "../../../src/testing/index.ts";

/*
 * A timer that stands for a network does not know when it will be due. With `latency`, timers within so many milliseconds
 * of the earliest that is pending count as due together with it, and may change places. Node's own timers never do.
 */
describe("A search with a latency", () => {
  const orders = ({ outcomes }: Exploration): string[] =>
    outcomes.map(({ output }) => output.trim().replaceAll("\n", " "));

  /** Prints what fires and when, in the order in which it does. */
  const timers = (...delays: number[]) => {
    return async (): Promise<void> => {
      for (const ms of delays) {
        setTimeout(
          () => console.log(`${ms}@${performance.now() - 3_600_000}`),
          ms,
        );
      }
      await sleep(1_000);
    };
  };

  it("takes timers in any order that are so close to the earliest", async () => {
    const search = await explore(timers(10, 14, 15), { latency: 5 });
    expect(orders(search)).toEqual([
      "10@10 14@14 15@15",
      "14@14 10@14 15@15",
      "15@15 10@15 14@15",
      "10@10 15@15 14@15",
      "14@14 15@15 10@15",
      "15@15 14@15 10@15",
    ]);
    expect(search.complete).toBe(true);
  });

  it("lets nothing come before a timer that is further from it", async () => {
    const search = await explore(timers(10, 16), { latency: 5 });
    expect(orders(search)).toEqual(["10@10 16@16"]);
  });

  it("lets none fire early: a later one makes the earlier one late", async () => {
    const search = await explore(timers(10, 15), { latency: 5 });
    expect(orders(search)).toEqual(["10@10 15@15", "15@15 10@15"]);
  });

  it("counts timers that are set meanwhile, from the earliest that is pending", async () => {
    const main = async (): Promise<void> => {
      setTimeout(() => {
        console.log("a");
        setTimeout(() => console.log("a2"), 8);
      }, 10);
      setTimeout(() => console.log("b"), 14);
      await sleep(1_000);
    };
    const search = await explore(main, { latency: 4 });
    expect(orders(search)).toEqual(["a b a2", "b a a2", "a a2 b"]);
  });

  it("does the same with sleeps, and with both", async () => {
    const main = async (): Promise<void> => {
      setTimeout(() => console.log("timer"), 12);
      await Promise.all(
        [10, 13].map(async (ms) => {
          await sleep(ms);
          console.log(`sleep ${ms}`);
        }),
      );
      await sleep(100);
    };
    const search = await explore(main, { latency: 3 });
    expect(orders(search)).toEqual([
      "sleep 10 timer sleep 13",
      "timer sleep 10 sleep 13",
      "sleep 13 sleep 10 timer",
      "sleep 10 sleep 13 timer",
      "timer sleep 13 sleep 10",
      "sleep 13 timer sleep 10",
    ]);
    const names = search.outcomes.map(({ schedule }) => String(schedule));
    expect(names.slice(1, 3)).toEqual([
      "with latency: 3\nstep 1, at 10 ms: main (timer 1, due at 12 ms) runs before main (sleep)",
      "with latency: 3\nstep 1, at 10 ms: main (sleep, due at 13 ms) runs before main (sleep), main (timer 1, due at 12 ms)",
    ]);
    for (const { output, schedule } of search.outcomes) {
      expect((await runVirtual(main, { schedule })).output).toBe(output);
    }
  });

  it("takes turns that are ready before time moves, unless something is late", async () => {
    const main = async (): Promise<void> => {
      setTimeout(() => {
        createTask(async () => {
          await nextTurn();
          console.log("turn");
        });
      }, 10);
      setTimeout(() => console.log("timer"), 12);
      await sleep(100);
    };
    const search = await explore(main, { latency: 5 });
    expect(orders(search)).toEqual(["turn timer", "timer turn"]);
    expect(search.schedules).toBe(2);
  });

  it("takes none that is due when the time of the run is over", async () => {
    const search = await explore(timers(10, 12), {
      latency: 5,
      maxElapsed: 11,
    });
    expect(orders(search)).toEqual(["10@10"]);
    expect(search.outcomes[0]?.error).toBeInstanceOf(TimeLimitError);
  });

  it("lets a moment have as many jobs as any", async () => {
    const main = async (): Promise<void> => {
      for (const ms of [10, 12, 14]) {
        setTimeout(() => setTimeout(() => console.log(ms), 0), ms);
      }
      await sleep(100);
    };
    const search = await explore(main, { latency: 4, jobsPerMoment: 4 });
    expect(search.outcomes.some(({ error }) => error !== undefined)).toBe(
      false,
    );
  });

  it("leaves the ordinary order as it is", async () => {
    const main = timers(10, 12, 10);
    const search = await explore(main, { latency: 5, departures: 0 });
    expect(search.outcomes[0]?.output).toBe((await runVirtual(main)).output);
  });

  it("a schedule carries it, also as plain data", async () => {
    const main = timers(10, 15);
    const { outcomes } = await explore(main, { latency: 5 });
    const schedule = JSON.parse(JSON.stringify(outcomes[1]?.schedule)) as never;
    expect(schedule).toMatchObject({ latency: 5 });
    expect(schedule).not.toHaveProperty("vary");
    const { output } = await runVirtual(main, { schedule });
    expect(output).toBe("15@15\n10@15\n");
  });

  it.each([
    [{ latency: "5" }, TypeError, 'latency must be a number, received "5"'],
    [
      { latency: -1 },
      RangeError,
      "latency must be a whole number from 0 on, received -1",
    ],
    [
      { vary: "timers" },
      TypeError,
      'vary must be "turns" or "deadlines", received "timers"',
    ],
  ])("is refused where it is %o", async (options, kind, reason) => {
    await expect(explore(() => {}, options as never)).rejects.toThrow(
      new kind(`Cannot explore: ${reason}`),
    );
  });

  it.each([
    { steps: [], latency: -1 },
    { steps: [], latency: "5" },
    { steps: [], vary: "timers" },
  ])("is no part of a schedule as %o", async (schedule) => {
    await expect(runVirtual(() => {}, { schedule } as never)).rejects.toThrow(
      new TypeError(
        "Cannot start a virtual run: schedule must be a schedule, received an Object",
      ),
    );
  });
});
