import { describe, expect, it } from "vitest";
import { createTask, gather, nextTurn, sleep } from "../../../src/index.ts";
import { explore } from "../../../src/testing/index.ts";
import { steps } from "../steps.ts";

/*
 * A run in virtual time shows one order of events, always the same. Where several turns are ready, or several timers due
 * at one moment, the program must not depend on which comes first; so `explore` runs it under all orders, those that
 * depart least from the ordinary one first. What the language fixes, such as the order of promise work, stays fixed.
 */
describe("Exploring every schedule", () => {
  const summary = async (...args: Parameters<typeof explore>) => {
    const { schedules, departures, complete, outcomes } = await explore(
      ...args,
    );
    return [schedules, departures, complete, outcomes.length];
  };

  describe("what is a choice", () => {
    it("a program that never has one runs once", async () => {
      const main = async (): Promise<void> => {
        await sleep(10);
        await createTask(() => nextTurn());
      };
      expect(await summary(main)).toEqual([1, 0, true, 1]);
    });

    it.each([
      ["5 tasks of one step", 5, 1, 120],
      ["3 tasks of 2 steps", 3, 2, 90],
      ["2 tasks of 4 steps", 2, 4, 70],
    ])("%s give all their orders", async (_program, tasks, each, orders) => {
      const { schedules, complete, outcomes } = await explore(
        steps(tasks, each),
      );
      expect({ schedules, complete }).toEqual({
        schedules: orders,
        complete: true,
      });
      expect(new Set(outcomes.map(({ output }) => output)).size).toBe(orders);
    });

    it("timers that are due at the same millisecond change places", async () => {
      const main = async (): Promise<void> => {
        setTimeout(() => console.log("a"), 5);
        setTimeout(() => console.log("b"), 5);
        await sleep(6);
      };
      expect(await outputsOf(main)).toEqual(["a b", "b a"]);
    });

    it("sleepers and timers that are due together change places", async () => {
      const main = async (): Promise<void> => {
        setTimeout(() => console.log("timer"), 5);
        await sleep(5);
        console.log("main");
      };
      expect(await outputsOf(main)).toEqual(["timer main", "main timer"]);
    });

    it("what a job brings about in ticks and microtasks is no choice, and done before the next job", async () => {
      const main = async (): Promise<void> => {
        for (const name of ["a", "b"]) {
          setTimeout(() => {
            queueMicrotask(() => {
              process.nextTick(() => console.log(`${name}3`));
              console.log(`${name}2`);
            });
            process.nextTick(() => console.log(`${name}1`));
          }, 5);
        }
        await sleep(6);
      };
      expect(await outputsOf(main)).toEqual([
        "a1 a2 a3 b1 b2 b3",
        "b1 b2 b3 a1 a2 a3",
      ]);
    });

    it("an earlier deadline always comes first", async () => {
      const main = async (): Promise<void> => {
        setTimeout(() => console.log("5 ms"), 5);
        setTimeout(() => console.log("4 ms"), 4);
        await sleep(6);
      };
      expect(await outputsOf(main)).toEqual(["4 ms 5 ms"]);
    });

    it("every schedule begins at the start of time", async () => {
      const main = async (): Promise<void> => {
        console.log(`${Date.now()} ${performance.now() - 3_600_000}`);
        await gather(createTask(nextTurn), createTask(nextTurn));
        await sleep(5);
        console.log(`${Date.now()} ${performance.now() - 3_600_000}`);
      };
      expect(await outputsOf(main)).toEqual(["946684800000 0 946684800005 5"]);
    });

    it("what is still ready when main has ended keeps its order", async () => {
      const main = (): void => {
        createTask(() => console.log("a"));
        createTask(() => console.log("b"));
      };
      expect(await outputsOf(main)).toEqual(["a b"]);
    });

    it("promises, ticks and immediates keep their order", async () => {
      const main = async (): Promise<void> => {
        for (const name of ["a", "b"]) {
          setImmediate(() => console.log(`immediate ${name}`));
          process.nextTick(() => console.log(`tick ${name}`));
          void Promise.resolve().then(() => console.log(`promise ${name}`));
        }
        await sleep(1);
      };
      expect(await outputsOf(main)).toEqual([
        "promise a promise b tick a tick b immediate a immediate b",
      ]);
    });
  });

  describe("which come first", () => {
    it("each round has one departure more, and the first is the ordinary order", async () => {
      const { departures, outcomes } = await explore(steps(3, 1));
      expect(
        outcomes.map(({ output, schedule }) => [
          output.trim(),
          schedule.steps.length,
        ]),
      ).toEqual([
        ["abc", 0],
        ["bac", 1],
        ["cab", 1],
        ["acb", 1],
        ["bca", 2],
        ["cba", 2],
      ]);
      expect(departures).toBe(2);
    });

    it.each([
      ["no departure", { departures: 0 }, [1, 0, false, 1]],
      ["one departure", { departures: 1 }, [4, 1, false, 4]],
      ["two departures", { departures: 2 }, [6, 2, true, 6]],
      ["any number of departures", { departures: Infinity }, [6, 2, true, 6]],
      ["one schedule", { schedules: 1 }, [1, 0, false, 1]],
      ["3 schedules", { schedules: 3 }, [3, 0, false, 3]],
      ["4 schedules", { schedules: 4 }, [4, 1, false, 4]],
      ["all 6 schedules", { schedules: 6 }, [6, 2, true, 6]],
      ["any number of schedules", { schedules: Infinity }, [6, 2, true, 6]],
    ])(
      "the search stops after %s, and says how far it came",
      async (_bound, options, expected) => {
        expect(await summary(steps(3, 1), options)).toEqual(expected);
      },
    );
  });
});

/** All outputs of a program, each with its lines in one. */
async function outputsOf(main: () => unknown): Promise<string[]> {
  const { complete, outcomes } = await explore(main);
  expect(complete).toBe(true);
  return outcomes.map(({ output }) => output.trim().replaceAll("\n", " "));
}
