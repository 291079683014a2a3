import { describe, expect, it } from "vitest";
import { asyncWith, TaskGroup } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import { allOutcomes, play, stamped, terminal } from "../../support.ts";
import { fail, fetchPart, main } from "./task-group.ts";

/*
 * Tasks that belong together end together. The block of a group is left when all of its tasks have ended, so none of them
 * is forgotten. When one fails, the others are cancelled by the signal that they were given, and waited for; what failed
 * comes out of the block as one AggregateError.
 */
describe("Beyond the chapter: a task group", () => {
  it("a failure calls off who is still under way", async () => {
    expect(stamped(await play(main))).toBe(terminal`
        10 ms | text is there
        20 ms | map is called off     ← it would have come at 30 ms
        20 ms | failed: no photo
    `);
  });

  it("ends the same in all 18 schedules", async () => {
    const { schedules, complete, outcomes } = await allOutcomes(main);
    expect([schedules, complete, outcomes.length]).toEqual([18, true, 1]);
  });

  it("the block waits for all of its tasks where none fails", async () => {
    const run = await runVirtual(() =>
      asyncWith(new TaskGroup(), (group) => {
        group.createTask((signal) => fetchPart("map", 30, signal));
      }),
    );
    expect(run.elapsed).toBe(30);
  });

  it("those who fail at once come out together", async () => {
    const { result } = await runVirtual(() =>
      asyncWith(new TaskGroup(), (group) => {
        group.createTask(() => fail(10));
        group.createTask(() => fail(10));
      }).catch(({ errors }: AggregateError) => errors.map(String)),
    );
    expect(result).toEqual(["Error: no photo", "Error: no photo"]);
  });
});
