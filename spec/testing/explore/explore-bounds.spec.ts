import { AsyncResource } from "node:async_hooks";
import { describe, expect, it } from "vitest";
import {
  explore,
  runVirtual,
  type Exploration,
} from "../../../src/testing/index.ts";
import { promisesTakeIds } from "../promise-ids.ts";
import { steps } from "../steps.ts";

/*
 * The number of schedules grows fast: three tasks of four steps have 34,650, four have 63 million. Where not all can be
 * run, the first rounds are the ones that matter, since most mistakes need only one or two departures to show. Beyond
 * them, schedules can be drawn at random: from a seed, so that what was found once is found again.
 */
describe("Exploring within bounds", () => {
  const program = steps(3, 2);
  const real = { setImmediate, clearImmediate };

  const outputsOf = ({ outcomes }: Exploration): string[] =>
    outcomes.map(({ output }) => output.trim());

  it("draws schedules with more departures than the last round, none twice", async () => {
    const rounds = await explore(program, { departures: 1 });
    const both = await explore(program, { departures: 1, sample: 100 });
    expect(rounds).toMatchObject({ schedules: 10, complete: false });
    expect(both).toMatchObject({ departures: 1, complete: false });
    expect(both.schedules).toBeGreaterThan(30);
    expect(new Set(outputsOf(both)).size).toBe(both.schedules);
    const drawn = both.outcomes.slice(10);
    expect(drawn.every(({ schedule }) => schedule.steps.length > 1)).toBe(true);
  });

  it("draws the same from the same seed, and from 1 where none is given", async () => {
    const bounds = { schedules: 5, sample: 20 };
    const one = await explore(program, bounds);
    const again = await explore(program, { ...bounds, seed: 1 });
    const other = await explore(program, { ...bounds, seed: 2 });
    expect(outputsOf(again)).toEqual(outputsOf(one));
    expect(outputsOf(other)).not.toEqual(outputsOf(one));
  });

  it("draws the same today as on the day when a seed was found", async () => {
    const bounds = { schedules: 1, sample: 6 };
    expect(outputsOf(await explore(program, bounds))).toEqual([
      "abcabc",
      "babacc",
      "cacabb",
      "bbacac",
      "bacabc",
      "bccaba",
    ]);
  });

  it("draws schedules that can be replayed", async () => {
    const { outcomes } = await explore(program, { departures: 0, sample: 9 });
    for (const { output, schedule } of outcomes) {
      const run = await runVirtual(program, { schedule });
      expect(run.output).toBe(output);
    }
  });

  it.each([
    [
      "no ending in which there was surely no I/O",
      async () => {},
      promisesTakeIds() ? 111 : 91,
    ],
    [
      "twenty further endings to look for real I/O",
      async () => void new AsyncResource("JOB"),
      111,
    ],
    ["each failure, for its places", () => Promise.reject(new Error()), 181],
  ])(
    "runs the program once for each schedule, and in the end the first once more, and %s",
    async (_again, end, expected) => {
      let runs = 0;
      const main = async (): Promise<void> => {
        runs++;
        await program();
        await end();
      };
      const { schedules } = await explore(main, { sample: 50 });
      expect([schedules, runs]).toEqual([90, expected]);
    },
  );

  it("draws nothing where the rounds were all there is", async () => {
    const found = await explore(program, { sample: 50 });
    expect(found).toMatchObject({ schedules: 90, complete: true });
  });

  it("finds the same by drawing as by searching, given enough draws", async () => {
    const all = await explore(steps(3, 1));
    const drawn = await explore(steps(3, 1), { departures: 0, sample: 99 });
    expect(outputsOf(drawn).toSorted()).toEqual(outputsOf(all).toSorted());
    expect(drawn.schedules).toBe(6);
  });

  it("names the waiters of the first hundred deadlocks, of all others their number", async () => {
    const { outcomes } = await explore(async () => {
      await steps(5, 1)();
      await new Promise(() => {}); // for ever
    });
    const placed = outcomes.map(({ error }) => String(error).includes(".ts:"));
    expect(placed.filter(Boolean)).toHaveLength(100);
    expect(outcomes).toHaveLength(120);
  });

  it.each([{ schedules: 64 }, { schedules: 1, sample: 63 }])(
    "leaves the real event loop a lap every 64 runs, with %o",
    async (bounds) => {
      let laps = 0;
      let next = real.setImmediate(function count() {
        laps++;
        next = real.setImmediate(count);
      });
      await explore(program, bounds);
      real.clearImmediate(next);
      expect(laps).toBe(1);
    },
  );

  it.each([
    [
      { schedules: 0 },
      "schedules must be a whole number from 1 on, received 0",
    ],
    [
      { schedules: 1.5 },
      "schedules must be a whole number from 1 on, received 1.5",
    ],
    [
      { departures: -1 },
      "departures must be a whole number from 0 on, received -1",
    ],
    [{ sample: NaN }, "sample must be a whole number from 0 on, received NaN"],
    [
      { sample: Infinity },
      "sample must be a whole number from 0 on, received Infinity",
    ],
    [{ seed: 0.5 }, "seed must be a whole number from 0 on, received 0.5"],
    [
      { jobsPerMoment: 0 },
      "jobsPerMoment must be a whole number from 1 on, received 0",
    ],
  ])("refuses %o", async (options, reason) => {
    await expect(explore(program, options)).rejects.toThrow(
      new RangeError(`Cannot explore: ${reason}`),
    );
  });

  it.each(["schedules", "departures", "sample", "seed", "jobsPerMoment"])(
    "refuses %s that are no number",
    async (name) => {
      await expect(explore(program, { [name]: "7" })).rejects.toThrow(
        new TypeError(`Cannot explore: ${name} must be a number, received "7"`),
      );
    },
  );

  it("refuses a main that is no function", async () => {
    await expect(explore(Promise.resolve() as never)).rejects.toThrow(
      new TypeError(
        "Cannot explore: main must be a function, received a Promise",
      ),
    );
  });

  it("refuses to begin inside a run", async () => {
    await runVirtual(async () => {
      await expect(explore(program)).rejects.toThrow(
        new Error(
          "Cannot start a virtual run: this is code of another one, which would have to wait for it",
        ),
      );
    });
  });

  it("leaves the console and the clock as they were", async () => {
    const before = [console.log, setTimeout, Date];
    await explore(program, { schedules: 2 });
    expect([console.log, setTimeout, Date]).toEqual(before);
  });
});
