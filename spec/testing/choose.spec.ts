import { describe, expect, it } from "vitest";
import { createTask, sleep } from "../../src/index.ts";
import {
  choose,
  explore,
  runVirtual,
  ScheduleError,
} from "../../src/testing/index.ts";
import { failureOf } from "./stuck.ts";

/*
 * Not only orders differ from one day to the next: an answer takes longer, a message is lost, a disk is full. A program
 * that says so by `choose` has the first of the values in an ordinary run, and each of them in a search.
 */
describe("choose", () => {
  const sending = async (): Promise<void> => {
    const lost = choose([false, true]);
    await sleep(choose([10, 200]));
    console.log(lost ? "lost" : `came after ${performance.now() - 3_600_000}`);
  };

  it("gives the first value in an ordinary run", async () => {
    const { lines } = await runVirtual(sending);
    expect(lines).toEqual([{ at: 10, text: "came after 10" }]);
  });

  it("gives each of them in a search, every other than the first as one departure", async () => {
    const { schedules, complete, outcomes } = await explore(sending);
    expect({ schedules, complete }).toEqual({ schedules: 4, complete: true });
    expect(
      outcomes.map(({ output, count, schedule }) => [
        output.trim(),
        count,
        String(schedule),
      ]),
    ).toEqual([
      ["came after 10", 1, "the ordinary order"],
      ["lost", 2, "step 1, at 0 ms: main chooses true from false, true"],
      ["came after 200", 1, "step 2, at 0 ms: main chooses 200 from 10, 200"],
    ]);
  });

  it("says which task chooses, and replays what it chose", async () => {
    const main = async (): Promise<string> => {
      const task = createTask(() => choose(["sent", "lost"]), { name: "ann" });
      const what = await task;
      console.log(what);
      return what;
    };
    const [, outcome] = (await explore(main)).outcomes;
    expect(outcome?.schedule.steps).toEqual([
      { choice: 1, chooser: "ann", at: 0, among: ['"sent"', '"lost"'], ran: 1 },
    ]);
    const { result } = await runVirtual(main, { schedule: outcome?.schedule });
    expect(result).toBe("lost");
  });

  it("says where a replay chooses from other values", async () => {
    const of = (values: readonly number[]) => () => console.log(choose(values));
    const [, outcome] = (await explore(of([1, 2]))).outcomes;
    const error = await failureOf(of([1, 3]), { schedule: outcome?.schedule });
    expect(error).toBeInstanceOf(ScheduleError);
    expect(String(error)).toBe(
      "ScheduleError: Cannot replay the schedule: the program has changed, at step 1 expected main to choose from 1, 2 at 0 ms, found main to choose from 1, 3 at 0 ms",
    );
  });

  it("is no choice where there is one value", async () => {
    const { schedules } = await explore(() => choose(["only"]));
    expect(schedules).toBe(1);
  });

  it("gives the first value once main has ended", async () => {
    const { schedules, outcomes } = await explore(() => {
      createTask(() => console.log(choose(["a", "b"])));
    });
    expect(schedules).toBe(1);
    expect(outcomes[0]?.output).toBe("a\n");
  });

  it.each([
    [[], RangeError, "there must be a value, received an empty array"],
    ["ab", TypeError, 'values must be an array, received "ab"'],
  ])("refuses %o", async (values, kind, reason) => {
    const error = await failureOf(() => choose(values as never));
    expect(error).toEqual(new kind(`Cannot choose: ${reason}`));
  });

  it("is refused where no run is under way", async () => {
    const refusal = new Error("Cannot choose: no virtual run is under way");
    expect(() => choose([1])).toThrow(refusal);
    await runVirtual(() => {});
    expect(() => choose([1])).toThrow(refusal);
  });
});
