import { describe, expect, it } from "vitest";
import { createTask, nextTurn } from "../../../src/index.ts";
import {
  DeterminismError,
  everySchedule,
  explore,
} from "../../../src/testing/index.ts";

/*
 * A search rests on one thing: main depends on nothing but the schedule. What is left in a module by one run and read by the
 * next breaks that, and what the search says would then be about no program at all. So it runs the ordinary order a second
 * time in the end, and looks at each run whether it comes to the choices that it has to come to.
 */
describe("A program that depends on more than its schedule", () => {
  const two = async (): Promise<void> => {
    await Promise.all([createTask(nextTurn), createTask(nextTurn)]);
  };

  it.each(
    [
      {
        what: "prints something else",
        each: (runs: number) => console.log(runs === 1 ? "first" : "again"),
        differs: 'line 1 was "first", and then "again"',
      },
      {
        what: "prints less",
        each: (runs: number) => runs === 1 && console.log("first"),
        differs: 'line 1 was "first", and then missing',
      },
      {
        what: "prints more",
        each: (runs: number) => runs > 1 && console.log("again"),
        differs: 'line 1 was missing, and then "again"',
      },
      {
        what: "fails in the end",
        each: (runs: number) => {
          if (runs > 1) {
            throw new Error("again\nand again");
          }
        },
        differs: "main returned, and then threw Error: again",
      },
      {
        what: "failed in the beginning",
        each: (runs: number) => {
          if (runs === 1) {
            throw "first"; // oxlint-disable-line typescript/only-throw-error -- that is the case
          }
        },
        differs: 'main threw "first", and then returned',
      },
    ].map((found) => [found.what, found] as const),
  )("is found out if it %s", async (_, { each, differs }) => {
    let runs = 0;
    const search = await explore(async () => {
      each(++runs);
    });
    expect(search).toMatchObject({
      schedules: 1,
      complete: false,
      notDeterministic: `not deterministic: two runs of one schedule differ, ${differs}\nthe ordinary order`,
    });
    expect(search.state).toBe(undefined);
  });

  it("is found out at the first choice that is another one, and the search ends there", async () => {
    let runs = 0;
    const { complete, schedules, notDeterministic } = await explore(
      async () => {
        const tasks = Array.from({ length: ++runs === 4 ? 3 : 2 }, () =>
          createTask(nextTurn),
        );
        await Promise.all(tasks);
      },
    );
    expect({ complete, schedules }).toEqual({ complete: false, schedules: 4 });
    expect(notDeterministic).toBe(
      "not deterministic: two runs of one schedule differ, step 1 was a choice of 2, and then of 3\nthe ordinary order",
    );
  });

  it("is found out where a choice never comes", async () => {
    let runs = 0;
    const { notDeterministic } = await explore(async () => {
      await (++runs === 1 ? two() : undefined);
    });
    expect(notDeterministic).toContain("step 1 never came");
  });

  it("fails a test of every schedule", async () => {
    let runs = 0;
    const error = await everySchedule(() => {
      console.log(`run ${++runs}`);
    }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DeterminismError);
    expect(String(error)).toBe(
      'DeterminismError: Cannot run every schedule: not deterministic: two runs of one schedule differ, line 1 was "run 1", and then "run 2"\nthe ordinary order',
    );
  });

  it("fails it also where it has failed once, with that as the cause", async () => {
    let runs = 0;
    const lost = new Error("lost");
    const error = await everySchedule(() => {
      if (++runs === 1) {
        throw lost;
      }
    }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DeterminismError);
    expect(error).toMatchObject({ cause: lost });
  });
});
