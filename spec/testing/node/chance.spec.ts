import { describe, expect, it } from "vitest";
import { gather } from "../../../src/patterns/gather.ts";
import { nextTurn } from "../../../src/patterns/sleep.ts";
import { createTask } from "../../../src/patterns/task.ts";
import { explore, runVirtual } from "../../../src/testing/index.ts";

/*
 * Back-off with jitter draws lots. In a run, `Math.random` draws from a seed, so that the same program takes the same course
 * each time: in the next run, under each schedule of a search, and where one of these is replayed.
 */
describe("Chance in a run", () => {
  const draw = (): number[] => Array.from({ length: 3 }, Math.random);
  const drawn = async (seed?: number): Promise<number[]> =>
    (await runVirtual(draw, { seed })).result;

  it("is the same in every run", async () => {
    const numbers = await drawn();
    expect(await drawn()).toEqual(numbers);
    expect(new Set(numbers).size).toBe(3);
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  });

  it("is another one from another seed, and 0 is the seed unless a run is given one", async () => {
    expect(await drawn(0)).toEqual(await drawn());
    expect(await drawn(1)).not.toEqual(await drawn());
  });

  it("is the same under each schedule, and in a run", async () => {
    const main = async (): Promise<void> => {
      await gather(createTask(nextTurn), createTask(nextTurn));
      console.log(draw());
    };
    for (const seed of [undefined, 7]) {
      const { outcomes, schedules } = await explore(main, { seed });
      const { output } = await runVirtual(main, { seed });
      expect(schedules).toBeGreaterThan(1);
      expect(outcomes.map((outcome) => outcome.output)).toEqual([output]);
    }
  });

  it("is real again after the run", async () => {
    const { random } = Math;
    const numbers = await drawn();
    expect(Math.random).toBe(random);
    expect(draw()).not.toEqual(numbers);
  });

  it("is refused a seed that is not a whole number", async () => {
    await expect(drawn(0.5)).rejects.toThrow(
      new RangeError(
        "Cannot start a virtual run: seed must be a whole number from 0 on, received 0.5",
      ),
    );
  });
});
