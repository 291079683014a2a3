import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { everySchedule, runVirtual } from "async-patterns/testing";
import { show, terminal } from "../support.ts";
import { main as deadlock } from "./test-with-it/deadlock.ts";
import { main as leak } from "./test-with-it/leak.ts";
import { main as race } from "./test-with-it/race.ts";

const FOLDER = "spec/guides/test-with-it";

/*
 * The test files on the page are run: vitest's by this run, as `fetch-all.spec.ts`, and node:test's by Node. In a project of
 * their own, without a configuration, `npm run test:consumers` runs all three. The errors are what the programs above them
 * have thrown.
 */
describe("Test with it", () => {
  it("a program that cannot finish fails at once, and says who waits for what", async () => {
    const error = show(await runVirtual(deadlock).catch(String));
    expect(error).toBe(terminal`
      DeadlockError: Cannot finish: nothing is ready and no timer is pending
        main waits for AsyncQueue.join since 0 ms at spec/guides/test-with-it/deadlock.ts:7:15 (main); taken from it so far by worker (has ended)
    `);
  });

  it("a task that is left behind fails the run", async () => {
    const error = show(await runVirtual(leak, { leaks: "fail" }).catch(String));
    expect(error).toBe(terminal`
      LeakError: Cannot end cleanly: main left something behind
        the task worker, created at spec/guides/test-with-it/leak.ts:5:3 (main), has not ended, it waits for AsyncQueue.get since 0 ms
    `);
  });

  it("the simplest schedule that fails is told, step by step", async () => {
    await runVirtual(race);
    const error = show(await everySchedule(race).catch(String));
    expect(error).toBe(terminal`
      ScheduleFailure: sold twice

      step 1, at 0 ms: main (nextTurn) runs before ann (start)
      step 2, at 0 ms: main (nextTurn) runs before ann (start)

      where step 1 comes from:
        main (nextTurn) at spec/guides/test-with-it/race.ts:11:9 (main)
        ann (start) at spec/guides/test-with-it/race.ts:10:15 (main)
      where step 2 comes from:
        main (nextTurn) at spec/guides/test-with-it/race.ts:12:9 (main)
        ann (start) at spec/guides/test-with-it/race.ts:10:15 (main)
    `);
  });

  it("the file for node:test passes", async () => {
    const printed = await new Promise((resolve) => {
      const file = `${FOLDER}/fetch-all.test.mjs`;
      const args = ["--conditions=source", "--import=tsx", file];
      execFile(process.execPath, args, (_error, out) => resolve(out));
    });
    expect(printed).toMatch(/^(# |ℹ )pass 1$/m);
  });

  it("the file for jest is the one for node:test in jest's words", () => {
    const [node, jest] = [FOLDER, `${FOLDER}/jest`].map((folder) =>
      readFileSync(`${folder}/fetch-all.test.mjs`, "utf8"),
    );
    expect(jest).toBe(
      node
        ?.replace('import assert from "node:assert/strict";\n', "")
        .replace(
          '{ test } from "node:test"',
          '{ expect, test } from "@jest/globals"',
        )
        .replace(
          "assert.equal(elapsed, 60_000)",
          "expect(elapsed).toBe(60_000)",
        ),
    );
  });
});
