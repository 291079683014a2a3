import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { createTask, nextTurn, sleep } from "../../src/index.ts";
import {
  explore,
  LivelockError,
  runVirtual,
  settle,
} from "../../src/testing/index.ts";
import { stamped, terminal } from "../support.ts";
import { failureOf } from "./stuck.ts";

/*
 * A test acts, and then wants to look: once all that has come of it is done, and before time goes on. `await settle()`
 * waits for exactly that.
 */
describe("settle", () => {
  it("resolves behind all that is ready at this moment, and what comes of it, before time goes on", async () => {
    const run = await runVirtual(async () => {
      await sleep(10);
      setTimeout(() => console.log("later"), 1);
      setImmediate(() => {
        console.log("immediate");
        process.nextTick(() => console.log("its tick"));
        void nextTurn().then(() => console.log("its turn"));
        setImmediate(() => console.log("its immediate"));
      });
      createTask(async () => {
        await nextTurn();
        console.log("task");
      });
      console.log("acts");
      await settle();
      console.log("settled");
      await sleep(1);
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | acts
        10 ms | task
        10 ms | immediate
        10 ms | its tick
        10 ms | its turn
        10 ms | its immediate
        10 ms | settled
        11 ms | later
    `);
  });

  it("resolves behind the timers that are due at this moment", async () => {
    const run = await runVirtual(async () => {
      setTimeout(() => void settle().then(() => console.log("settled")), 5);
      setTimeout(() => console.log("due with it"), 5);
      await sleep(6);
    });
    expect(run.output).toBe("due with it\nsettled\n");
  });

  it("waits for real I/O in flight, and no time passes", async () => {
    const { lines } = await runVirtual(async () => {
      setTimeout(() => console.log("timer"), 1);
      void readFile("package.json").then(() => console.log("read"));
      await settle();
      console.log("settled");
      await sleep(2);
    });
    expect(lines).toEqual([
      { at: 0, text: "read" },
      { at: 0, text: "settled" },
      { at: 1, text: "timer" },
    ]);
  });

  it("lets those who wait for it go on one by one, in the order they came", async () => {
    const { output } = await runVirtual(async () => {
      const ask = async (name: string): Promise<void> => {
        await settle();
        console.log(name);
        await nextTurn();
        console.log(`${name} again`);
      };
      await Promise.all([ask("a"), ask("b")]);
    });
    expect(output).toBe(terminal`
      a
      a again
      b
      b again
    `);
  });

  it("resolves also when main has ended, as all does that is ready", async () => {
    const { output } = await runVirtual(() => {
      void settle().then(() => console.log("settled"));
      setImmediate(() => console.log("immediate"));
    });
    expect(output).toBe("immediate\nsettled\n");
  });

  it("has the same place under every schedule", async () => {
    const { outcomes, schedules } = await explore(async () => {
      let done = 0;
      for (const _ of "abc") createTask(() => void done++);
      await settle();
      console.log(done);
    });
    expect(schedules).toBe(6);
    expect(outcomes).toMatchObject([{ output: "3\n" }]);
  });

  it("in an endless loop is a livelock that names the code", async () => {
    const error = await failureOf(
      async () => {
        for (;;) await settle();
      },
      { jobsPerMoment: 50 },
    );
    expect(error).toBeInstanceOf(LivelockError);
    expect((error as Error).message).toContain("the next is main (settle)");
  });

  it("is refused where no run is under way", async () => {
    const refusal = new Error("Cannot settle: no virtual run is under way");
    await expect(settle()).rejects.toThrow(refusal);
    await runVirtual(() => {});
    await expect(settle()).rejects.toThrow(refusal);
  });
});
