/*
 * npm run soak proves that the output is the same every time, also on a busy machine. It runs the whole chapter in
 * virtual time and a few searches through all schedules, 1,000 times. In the second half, other threads keep two cores
 * busy. It prints a hash of all that a run gave, and how many runs gave it, and ends with exit code 1 if there is more
 * than one hash.
 *
 * npm run soak -- RUNS makes another number of runs.
 */
import { createHash } from "node:crypto";
import { inspect } from "node:util";
import { Worker } from "node:worker_threads";
import { cells } from "../../../src/chapter/contents.ts";
import { explore, runVirtual } from "../../../src/testing/index.ts";
import { wakingOne } from "../../testing/explore/bounded-buffer.ts";
import { steps } from "../../testing/steps.ts";

const runs = Number(process.argv[2] ?? 1_000);
const mains = await Promise.all(
  cells.map(async ({ load }) => (await load()).main),
);
const hashes = new Map<string, number>();

await soak(Math.ceil(runs / 2));
const spinners = [1, 2].map(
  () => new Worker("for (;;) Math.random()", { eval: true }),
);
await soak(Math.floor(runs / 2));
await Promise.all(spinners.map((spinner) => spinner.terminate()));

for (const [hash, count] of hashes) {
  console.log(`${count.toLocaleString("en")} runs: ${hash}`);
}
process.exitCode = hashes.size === 1 ? 0 : 1;

async function soak(count: number): Promise<void> {
  for (let run = 0; run < count; run++) {
    const hash = await hashOfEverything();
    hashes.set(hash, (hashes.get(hash) ?? 0) + 1);
  }
}

async function hashOfEverything(): Promise<string> {
  const hash = createHash("sha256");
  for (const main of mains) {
    const { lines, elapsed, leaks } = await runVirtual(main);
    hash.update(JSON.stringify({ lines, elapsed, leaks }));
  }
  for (const main of [steps(3, 1), wakingOne, mains[10] as () => unknown]) {
    const { outcomes, ...counts } = await explore(main);
    const endings = outcomes.map(({ output, error, count, schedule }) => ({
      output,
      error: error instanceof Error ? error.message : inspect(error),
      count,
      schedule,
    }));
    hash.update(JSON.stringify({ ...counts, endings }));
  }
  return hash.digest("hex");
}
