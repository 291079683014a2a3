import { describe, expect, it } from "vitest";
import { runVirtual } from "async-patterns/testing";
import { allOutcomes, play, terminal } from "../../support.ts";
import { join, main } from "./exit-stack.ts";

/*
 * `await using` and `asyncWith` hold what the program's text names. How many files a list has is known only as the program
 * runs: an exit stack takes what is opened, one after the other, and gives it back in reverse order.
 *
 * What goes wrong on the way, such as a file that is not there, closes those that are open by then.
 */
describe("Beyond the chapter: an exit stack", () => {
  it("what was opened last is closed first, also where opening fails half-way", async () => {
    expect((await play(main)).output).toBe(terminal`
      open a
      open b
      close b
      close a
      all are closed
      a and b
      open a
      close a
      all are closed
      Error: no such file: lost
    `);
  });

  it("has one order only", async () => {
    const { schedules, outcomes } = await allOutcomes(main);
    expect([schedules, outcomes.length]).toEqual([1, 1]);
  });

  it("a stack without files is closed all the same", async () => {
    expect((await runVirtual(() => join([]))).output).toBe("all are closed\n");
  });
});
