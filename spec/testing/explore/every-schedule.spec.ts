import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createTask, nextTurn, sleep } from "../../../src/index.ts";
import {
  DeadlockError,
  everySchedule,
  LeakError,
  runVirtual,
  ScheduleFailure,
  TimeLimitError,
  transcriptOf,
} from "../../../src/testing/index.ts";
import { terminal } from "../../support.ts";
import { wakingAll, wakingOne } from "./bounded-buffer.ts";
import { pass } from "../races/network.ts";
import { failureOf, placesIn, withoutColumns } from "../stuck.ts";

/*
 * `explore` collects, and leaves it to the reader to judge. A test wants less: that its assertions hold under every
 * schedule. `everySchedule` rejects with the simplest one under which they do not, and what it rejects with can be kept.
 */
describe("everySchedule", () => {
  const failureIn = async (
    main: () => unknown,
    options = {},
  ): Promise<ScheduleFailure> => {
    const error = await everySchedule(main, options).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ScheduleFailure);
    return error as ScheduleFailure;
  };

  const placeOf = placesIn(import.meta.url);

  /** Eve reads the count while bob has not written it, unless she comes late. */
  const counting = async (): Promise<void> => {
    let count = 0;
    const add = async (): Promise<void> => {
      const seen = count;
      await nextTurn();
      count = seen + 1;
    };
    const first = createTask(add, { name: "ann" });
    await first;
    const late = async (): Promise<void> => {
      await nextTurn(); // late
      await nextTurn();
      await add();
    };
    const bob = createTask(add, { name: "bob" }); // bob
    const eve = createTask(late, { name: "eve" }); // eve
    await Promise.all([bob, eve]);
    console.log(count);
    expect(count).toBe(3);
  };

  it("gives what explore gives where every schedule holds", async () => {
    const found = await everySchedule(wakingAll);
    expect(found).toMatchObject({ schedules: 80, complete: true, io: false });
    expect(found.outcomes).toHaveLength(4);
  });

  it("rejects with the message of the error, then the steps of the simplest schedule, and where they come from", async () => {
    const { message, schedule } = await failureIn(counting);
    expect(withoutColumns(message).split("\n\n")).toEqual([
      "expected 2 to be 3 // Object.is equality",
      String(schedule),
      [
        "where step 1 comes from:",
        `  eve (start) at ${placeOf("eve")} (counting)`,
        `  bob (start) at ${placeOf("bob")} (counting)`,
        "where step 2 comes from:",
        `  eve (nextTurn) at ${placeOf("late")} (late)`,
        `  bob (start) at ${placeOf("bob")} (counting)`,
      ].join("\n"),
    ]);
    expect(String(schedule) + "\n").toBe(terminal`
      step 1, at 0 ms: eve (start) runs before bob (start)
      step 2, at 0 ms: eve (nextTurn) runs before bob (start)
    `);
  });

  it("keeps the error as the cause, with its place and its difference", async () => {
    const failure = await failureIn(counting);
    const { cause, stack } = failure;
    expect(cause).toMatchObject({ actual: 2, expected: 3 });
    expect(failure).toMatchObject({ actual: 2, expected: 3, showDiff: true });
    expect(stack?.startsWith(`ScheduleFailure: ${failure.message}\n`)).toBe(
      true,
    );
    expect(stack).toContain("every-schedule.spec.ts");
  });

  it("keeps the difference of other assertion libraries, too", async () => {
    const failure = await failureIn(() => assert.equal(1, 2));
    expect(failure).toMatchObject({
      actual: 1,
      expected: 2,
      operator: "strictEqual",
    });
    expect(failure).not.toHaveProperty("showDiff");
  });

  it("shows what the schedule had printed", async () => {
    const failure = await failureIn(async () => {
      console.log("begins");
      await counting();
    });
    expect(failure).toHaveProperty("printed", "0 ms | begins\n0 ms | 2");
    expect(transcriptOf(failure)).toEqual([
      { at: 0, text: "begins" },
      { at: 0, text: "2" },
    ]);
  });

  it("keeps what is no error", async () => {
    const { message, cause } = await failureIn(() => {
      throw "lost"; // oxlint-disable-line typescript/only-throw-error -- that is the case
    });
    expect([message, cause]).toEqual(['"lost"\n\nthe ordinary order', "lost"]);
  });

  it("stops at the first schedule that fails", async () => {
    let runs = 0;
    await failureIn(() => {
      runs++;
      return wakingOne();
    });
    const all = await everySchedule(wakingAll);
    expect(runs).toBeLessThan(all.schedules);
  });

  it.each([
    ["timers", delay, ["timer 2, due at 15 ms", "timer 1"]],
    ["sleeps", sleep, ["sleep, due at 15 ms", "sleep"]],
  ])(
    "tells %s that are set by one line apart by who called it, in a text that runs again",
    async (_, wait, [later, sooner]) => {
      const main = async (): Promise<void> => {
        let newest = "";
        const ask = async (what: string, ms: number): Promise<void> => {
          await wait(ms); // asked
          newest = what;
        };
        const old = ask("old", 10); // old
        const young = ask("new", 15); // new
        await Promise.all([old, young]);
        expect(newest).toBe("new");
      };
      const { message, schedule } = await failureIn(main, { latency: 5 });
      const comesFrom = message.split("\n\n")[2];
      expect(withoutColumns(comesFrom as string).split("\n")).toEqual([
        "where step 1 comes from:",
        `  main (${later}) at ${placeOf("asked")} (ask), in the call at ${placeOf("new")} (main)`,
        `  main (${sooner}) at ${placeOf("asked")} (ask), in the call at ${placeOf("old")} (main)`,
      ]);
      const text = `${String(schedule)}\n\n${comesFrom}`;
      const error = await failureOf(main, { schedule: text });
      expect(String(error)).toContain("expected 'old' to be 'new'");
    },
  );

  describe("rejects with a schedule that runs again", () => {
    it("as it is", async () => {
      const { schedule, cause } = await failureIn(counting);
      const error = await failureOf(counting, { schedule });
      expect(String(error)).toBe(String(cause));
    });

    it("from its text, however it is indented", async () => {
      const error = await failureOf(counting, {
        schedule: `
          step 1, at 0 ms: eve (start) runs before bob (start)
          step 2, at 0 ms: eve (nextTurn) runs before bob (start)
        `,
      });
      expect(String(error)).toContain("expected 2 to be 3");
    });

    it("from its text, also with what may change places", async () => {
      const main = async (): Promise<void> => {
        let newest = "";
        const ask = async (what: string, ms: number): Promise<void> => {
          await pass(ms);
          newest = what;
        };
        await Promise.all([ask("old", 10), ask("new", 15)]);
        expect(newest).toBe("new");
      };
      const options = { vary: "deadlines", latency: 5 } as const;
      const { schedule } = await failureIn(main, options);
      expect(String(schedule) + "\n").toBe(terminal`
        with vary: deadlines, latency: 5
        step 1, at 10 ms: main (timer 2, due at 15 ms) runs before main (timer 1)
      `);
      const error = await failureOf(main, { schedule: String(schedule) });
      expect(String(error)).toContain("expected 'old' to be 'new'");
    });

    it("from its text, unless the program has changed", async () => {
      const schedule =
        "step 2, at 0 ms: eve (nextTurn) runs before ann (nextTurn)";
      const error = await failureOf(counting, { schedule });
      expect(String(error)).toBe(
        `ScheduleError: Cannot replay the schedule: the program has changed, at step 2 expected "${schedule}", found eve (start), bob (nextTurn) at 0 ms`,
      );
    });

    it("from its text, where that is the ordinary order", async () => {
      const { output } = await runVirtual(wakingOne, {
        schedule: "the ordinary order",
      });
      expect(output).toBe("ann: tea\nbob: jam\n");
    });

    it.each([
      "",
      " \n ",
      "with latency: 5\nstep x",
      "with vary: timers",
      "step 0, at 0 ms: a",
    ])("but not from %o, which is none", async (schedule) => {
      await expect(runVirtual(() => {}, { schedule })).rejects.toThrow(
        new TypeError(
          `Cannot start a virtual run: schedule must be a schedule, received ${JSON.stringify(schedule)}`,
        ),
      );
    });
  });

  describe("fails for whatever ends a run", () => {
    it.each(
      [
        {
          what: "a rejection that nobody handles",
          main: async () => {
            void Promise.reject(new Error("lost"));
            await pass(1);
          },
          message: "lost",
          kind: Error,
        },
        {
          what: "an exception in a timer",
          main: async () => {
            setTimeout(() => {
              throw new Error("thrown");
            }, 1);
            await pass(5);
          },
          message: "thrown",
          kind: Error,
        },
        {
          what: "a time limit",
          main: () => pass(100),
          message: "it would take more than the 50 ms of maxElapsed",
          kind: TimeLimitError,
        },
        {
          what: "a leak",
          main: () => void setTimeout(() => {}, 10),
          message: "a timer that main set at spec/testing",
          kind: LeakError,
        },
        {
          what: "a deadlock",
          main: () => new Promise(() => {}),
          message: "main waits for a promise",
          kind: DeadlockError,
        },
      ].map((each) => [each.what, each] as const),
    )("%s", async (_, { main, message, kind }) => {
      const { cause, message: whole } = await failureIn(main, {
        leaks: "fail",
        maxElapsed: 50,
      });
      expect(cause).toBeInstanceOf(kind);
      expect(whole).toContain(message);
      expect(whole.endsWith("\n\nthe ordinary order")).toBe(true);
    });
  });

  it("refuses what explore refuses", async () => {
    await expect(everySchedule(7 as never)).rejects.toThrow(
      new TypeError(
        "Cannot run every schedule: main must be a function, received 7",
      ),
    );
    await expect(everySchedule(() => {}, { schedules: 0 })).rejects.toThrow(
      new RangeError(
        "Cannot run every schedule: schedules must be a whole number from 1 on, received 0",
      ),
    );
  });
});
