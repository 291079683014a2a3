import { writeFileSync } from "node:fs";
import { test, vi } from "vitest";
import { runVirtual } from "../../../../src/testing/index.ts";
import { hold, type Result } from "../contest.ts";
import { clockContests, type Clock } from "./clocks.ts";

/** vitest's way: fakes the timers, and lets more time pass than the program needs. */
const vitestClock: Clock = {
  name: "advanceTimersByTimeAsync",
  run: async (main) => {
    vi.useFakeTimers({ loopLimit: Infinity });
    try {
      const ended = main();
      await vi.advanceTimersByTimeAsync(1e9);
      await ended;
    } finally {
      vi.useRealTimers();
    }
  },
};

// oxlint-disable-next-line vitest/expect-expect -- it measures
test("the kit's clock and vitest's are measured side by side", async () => {
  const results: Result[] = [];
  const where = ", in a vitest worker";
  for (const contest of clockContests(runVirtual, vitestClock, where)) {
    results.push(await hold(contest));
  }
  writeFileSync(process.env["BENCH_RESULTS"] ?? "", JSON.stringify(results));
});
