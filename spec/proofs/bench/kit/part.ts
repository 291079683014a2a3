import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Contest, Contestant, Result } from "../contest.ts";
import type { Asyncio } from "../python.ts";
import { VITEST } from "../../vitest.ts";
import type { Built } from "../explore/part.ts";
import { clockContests, fakeTimers } from "./clocks.ts";
import { flatContests } from "./flat.ts";

/** The contests of clocks outside vitest. */
export function kitContests(
  { library, kit }: Built,
  asyncio: Asyncio | undefined,
): Contest[] {
  return [
    ...clockContests(kit.runVirtual, fakeTimers, "", (program, pending) =>
      asyncio === undefined ? [] : [asyncioClock(asyncio, program, pending)],
    ),
    ...flatContests(library, kit),
  ];
}

function asyncioClock(
  asyncio: Asyncio,
  program: string,
  pending: number,
): Contestant {
  return {
    name: "asyncio, virtual",
    run: (events) =>
      asyncio.measure({ program, virtual: true, pending, events }),
  };
}

/** The same contests against vitest's clock, which works only in a vitest worker: `in-vitest.ts` runs them there. */
export function kitInVitest(): Result[] {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const file = join(folder, "results.json");
  try {
    execFileSync(
      process.execPath,
      [VITEST, "run", "--config", "spec/proofs/bench/kit/vitest.config.ts"],
      { stdio: "pipe", env: { ...process.env, BENCH_RESULTS: file } },
    );
    return JSON.parse(readFileSync(file, "utf8")) as Result[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
