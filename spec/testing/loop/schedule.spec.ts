import { describe, expect, it } from "vitest";
import { AsyncQueue, createTask, gather, sleep } from "../../../src/index.ts";
import {
  DeadlockError,
  explore,
  runVirtual,
  ScheduleError,
  transcriptOf,
  type Schedule,
} from "../../../src/testing/index.ts";
import { terminal } from "../../support.ts";
import { steps } from "../steps.ts";
import { failureOf } from "../stuck.ts";

/*
 * A schedule says in which choices another job ran than the first, and which. It is short, because all other choices are
 * left out; it reads as steps; and it is plain data that can be kept with a test, to run the program in exactly that order
 * again. Once the program has changed, the run says at which step the two part.
 */
describe("A schedule", () => {
  async function scheduleFor(
    main: () => unknown,
    output: string,
  ): Promise<Schedule> {
    const { outcomes } = await explore(main);
    const found = outcomes.find((outcome) => outcome.output === output);
    if (found === undefined) {
      throw new Error(`no schedule prints ${output}`);
    }
    return found.schedule;
  }

  describe("as text", () => {
    it("is the ordinary order where it has no step", async () => {
      expect(String(await scheduleFor(steps(3, 1), "abc\n"))).toBe(
        "the ordinary order",
      );
    });

    it("has a line for each departure: when, what runs, and before what", async () => {
      expect(String(await scheduleFor(steps(3, 2), "cbaabc\n")) + "\n")
        .toBe(terminal`
        step 1, at 0 ms: c (start) runs before a (start), b (start)
        step 2, at 0 ms: b (start) runs before a (start)
        step 4, at 0 ms: a (nextTurn) runs before c (nextTurn), b (nextTurn)
        step 5, at 0 ms: b (nextTurn) runs before c (nextTurn)
      `);
    });

    it("says what each has waited for, and at which millisecond", async () => {
      const main = async (): Promise<void> => {
        const queue = new AsyncQueue<number>();
        const get = async (): Promise<void> => {
          await queue.get();
          console.log("got");
        };
        createTask(get, { name: "getter" });
        setTimeout(() => queue.putNowait(1), 20);
        setTimeout(() => console.log("timer"), 20);
        await sleep(20);
        console.log("main");
        await sleep(1);
      };
      expect(String(await scheduleFor(main, "got\nmain\ntimer\n")) + "\n")
        .toBe(terminal`
        step 2, at 20 ms: getter (AsyncQueue.get) runs before main (timer 2), main (sleep)
        step 3, at 20 ms: main (sleep) runs before main (timer 2)
      `);
    });
  });

  it("is plain data", async () => {
    const { steps: data } = await scheduleFor(steps(3, 1), "bca\n");
    expect(data).toEqual([
      {
        choice: 1,
        at: 0,
        among: ["a (start)", "b (start)", "c (start)"],
        ran: 1,
      },
      { choice: 2, at: 0, among: ["a (start)", "c (start)"], ran: 1 },
    ]);
  });

  describe("replayed", () => {
    it("gives the outcome that it was found with, each of ninety", async () => {
      const { outcomes } = await explore(steps(3, 2));
      for (const { output, schedule } of outcomes) {
        const run = await runVirtual(steps(3, 2), { schedule });
        expect(run.output).toBe(output);
      }
      expect(outcomes).toHaveLength(90);
    });

    it("gives it after a journey through JSON", async () => {
      const found = await scheduleFor(steps(3, 2), "cbaabc\n");
      const schedule = JSON.parse(JSON.stringify(found)) as Schedule;
      const run = await runVirtual(steps(3, 2), { schedule });
      expect(run.output).toBe("cbaabc\n");
    });

    it("gives it with timers, and at a later moment", async () => {
      const main = async (): Promise<void> => {
        for (const name of ["a", "b", "c"]) {
          setTimeout(() => console.log(name), 30);
        }
        await sleep(31);
      };
      const schedule = await scheduleFor(main, "c\na\nb\n");
      expect((await runVirtual(main, { schedule })).lines).toEqual([
        { at: 30, text: "c" },
        { at: 30, text: "a" },
        { at: 30, text: "b" },
      ]);
    });

    it("fails as it failed when it was found", async () => {
      const main = async (): Promise<void> => {
        const queue = new AsyncQueue<number>();
        const put = createTask(() => queue.put(1), { name: "put" });
        const get = createTask(() => queue.getNowait(), { name: "get" });
        await gather(put, get);
      };
      const { outcomes } = await explore(main);
      const [, failed] = outcomes;
      const error = await failureOf(main, { schedule: failed?.schedule });
      expect(String(error)).toBe(
        "QueueEmptyError: Cannot get: the queue is empty",
      );
      expect(String(failed?.error)).toBe(String(error));
    });
  });

  describe("replayed on a program that has changed", () => {
    it("says what it expected and what it found", async () => {
      const schedule = await scheduleFor(steps(3, 1), "bca\n");
      const error = await failureOf(steps(4, 1), { schedule });
      expect(error).toBeInstanceOf(ScheduleError);
      expect(String(error)).toBe(
        "ScheduleError: Cannot replay the schedule: the program has changed, at step 1 expected a (start), b (start), c (start) at 0 ms, found a (start), b (start), c (start), d (start) at 0 ms",
      );
    });

    it("says which step came at another time", async () => {
      const main = (ms: number) => async (): Promise<void> => {
        setTimeout(() => console.log("a"), ms);
        setTimeout(() => console.log("b"), ms);
        await sleep(99);
      };
      const schedule = await scheduleFor(main(5), "b\na\n");
      expect(String(await failureOf(main(6), { schedule }))).toBe(
        "ScheduleError: Cannot replay the schedule: the program has changed, at step 1 expected main (timer 1), main (timer 2) at 5 ms, found main (timer 1), main (timer 2) at 6 ms",
      );
    });

    it("says which step never came", async () => {
      const schedule = await scheduleFor(steps(3, 1), "bca\n");
      const error = await failureOf(() => console.log("done"), { schedule });
      expect(String(error)).toBe(
        "ScheduleError: Cannot replay the schedule: the program has changed, at step 1 a (start), b (start), c (start) at 0 ms never came",
      );
      expect(transcriptOf(error)).toEqual([{ at: 0, text: "done" }]);
    });

    it("says that rather than how the run then ended", async () => {
      const schedule = await scheduleFor(steps(3, 1), "bca\n");
      const error = await failureOf(() => new Promise(() => {}), { schedule });
      expect(error).not.toBeInstanceOf(DeadlockError);
      expect(error).toBeInstanceOf(ScheduleError);
    });

    it("fits where only what comes behind its steps has changed", async () => {
      const schedule = await scheduleFor(steps(2, 1), "ba\n");
      const run = await runVirtual(steps(2, 2), { schedule });
      expect(run.output).toBe("baba\n");
    });
  });
});
