import { describe, expect, it } from "vitest";
import { createTask, sleep } from "../../../src/index.ts";
import { explore, runVirtual } from "../../../src/testing/index.ts";
import { steps } from "../steps.ts";

/*
 * Two things make an order: turns are first in, first out, and an earlier deadline comes first, of equal ones the one that
 * was set first. `vary` lets go of one of the two, so that one can tell on which of them a program rests.
 */
describe("A search that varies", () => {
  const due = async (): Promise<void> => {
    setTimeout(() => console.log("timer"), 5);
    const sleeper = createTask(async () => {
      await sleep(5);
      console.log("sleeper");
    });
    await sleep(5);
    createTask(() => console.log("task"));
    await sleeper;
    await sleep(1);
  };
  const ordersOf = async (
    main: () => unknown,
    vary?: "turns" | "deadlines",
  ): Promise<string[]> => {
    const { complete, outcomes } = await explore(main, { vary });
    expect(complete).toBe(true);
    for (const { output, schedule } of outcomes) {
      expect(schedule.vary).toBe(vary);
      expect((await runVirtual(main, { schedule })).output).toBe(output);
    }
    return outcomes.map(({ output }) => output.trim().replaceAll("\n", " "));
  };

  it("turns finds every order of tasks, and deadlines only the ordinary one", async () => {
    expect(await ordersOf(steps(3, 2), "turns")).toHaveLength(90);
    expect(await ordersOf(steps(3, 2), "deadlines")).toEqual(["abcabc"]);
  });

  it("deadlines finds every order of what is due together", async () => {
    expect(await ordersOf(due, "deadlines")).toEqual([
      "timer sleeper task",
      "sleeper timer task",
    ]);
  });

  it("turns lets a turn overtake what is due, and nothing due overtakes another", async () => {
    expect(await ordersOf(due, "turns")).toEqual([
      "timer sleeper task",
      "timer task sleeper",
    ]);
  });

  it("neither finds both", async () => {
    expect(await ordersOf(due)).toEqual([
      "timer sleeper task",
      "sleeper timer task",
      "timer task sleeper",
      "task timer sleeper",
      "sleeper task timer",
      "task sleeper timer",
    ]);
  });

  it("turns leaves what is still ready when main has ended in its order", async () => {
    const main = (): void => {
      createTask(() => console.log("a"));
      createTask(() => console.log("b"));
    };
    expect(await ordersOf(main, "turns")).toEqual(["a b"]);
  });

  it("turns gives a latency nothing to do, and deadlines does", async () => {
    const main = async (): Promise<void> => {
      setTimeout(() => console.log("a"), 10);
      setTimeout(() => console.log("b"), 12);
      await sleep(20);
    };
    const schedules = async (vary: "turns" | "deadlines"): Promise<number> =>
      (await explore(main, { vary, latency: 5 })).schedules;
    expect(await schedules("turns")).toBe(1);
    expect(await schedules("deadlines")).toBe(2);
  });
});
