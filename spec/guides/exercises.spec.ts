import { describe, expect, it } from "vitest";
import { runVirtual } from "async-patterns/testing";
import { play, show, terminal } from "../support.ts";
import { main as anEnd } from "./exercises/an-end.ts";
import { main as cleanup } from "./exercises/cleanup.ts";
import { main as latest } from "./exercises/latest.ts";
import { main as lazy } from "./exercises/lazy.ts";
import { main as nested } from "./exercises/nested.ts";
import { main as noEnd } from "./exercises/no-end.ts";
import { main as take } from "./exercises/take.ts";

/*
 * The answers are what the programs have printed in this run.
 */
describe("Exercises", () => {
  it("take closes its source behind the last item that it gives", async () => {
    expect((await play(take)).output).toBe(terminal`
      a
      b
      closed
      behind the loop
    `);
  });

  it("a pipeline does nothing before somebody asks, and then one item at a time", async () => {
    expect((await play(lazy)).output).toBe(terminal`
      built
      make 1
      double 1
      2
      make 2
      double 2
      4
    `);
  });

  it("an error leaves the contexts from the inside out", async () => {
    expect((await play(nested)).output).toBe(terminal`
      enter house
      enter kitchen
      leave kitchen
      leave house
      outside: fire
    `);
  });

  it("a loop over a queue that nobody shuts down waits for ever", async () => {
    expect(show(await runVirtual(noEnd).catch(String))).toBe(terminal`
      DeadlockError: Cannot finish: nothing is ready and no timer is pending
        main waits for the task reader since 0 ms at spec/guides/exercises/no-end.ts:15:3 (main)
        reader waits for AsyncQueue.get since 0 ms at spec/guides/exercises/no-end.ts:7:24; put into it so far by main (waits)
    `);
  });

  it("a queue that is shut down ends the loop over it", async () => {
    expect((await play(anEnd)).output).toBe(terminal`
      tea
      jam
    `);
  });

  it("a key keeps its place in a Map, and takes the last value", async () => {
    expect((await play(latest)).output).toBe(terminal`
      Map(2) { 'tea' => 4, 'jam' => 5 }
      3
    `);
  });

  it("an error of the cleanup comes out of the loop that is left", async () => {
    expect((await play(cleanup)).output).toBe(terminal`
      first
      cannot close
    `);
  });
});
