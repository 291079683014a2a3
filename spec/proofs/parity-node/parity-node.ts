/*
 * npm run parity:node: random event-loop programs, each played in virtual time and on an unfaked Node, have to print the
 * same lines at the same milliseconds. Real time would need hours, and the load of the machine would decide some orders.
 * So Node gets a clock that stands still while code runs, and jumps when the loop would sleep (standing-clock.c): a
 * program takes half a millisecond. Each is played a few times more with wake-ups up to 2 ms late; where that changes the
 * order, it is luck, and the program is left out.
 *
 * program.ts says what programs are made of, player.ts plays one, on-node.ts and in-run.ts are the two sides.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { follow } from "../parity/command.ts";
import { compileClock } from "./clock.ts";
import {
  Comparison,
  countOf,
  countsOf,
  isSame,
  report,
  type Played,
} from "./compare.ts";
import { record } from "./corpus.ts";
import { kindOf } from "./kinds.ts";
import { help, readOptions, type Options } from "./options.ts";
import type { Program } from "./program.ts";
import { shrink } from "./shrink.ts";
import { writeProgram } from "./writers.ts";

/** So many programs go to the two sides at once. */
const BATCH = 500;

process.exitCode = await follow(process.argv.slice(2), {
  help,
  readOptions,
  run: recordOrCompare,
});

/** @returns true if all programs are identical on all Nodes */
async function recordOrCompare(options: Options): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "standing-clock-"));
  const clock = join(folder, "standing-clock.so");
  try {
    compileClock(clock);
    if (options.record) {
      await record(options, clock);
      return true;
    }
    let allIdentical = true;
    for (const node of options.nodes) {
      allIdentical = (await compareOn(node, clock, options)) && allIdentical;
    }
    return allIdentical;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Plays all programs on one Node. @returns true if all are identical */
async function compareOn(
  node: string,
  clock: string,
  options: Options,
): Promise<boolean> {
  const version = execFileSync(node, ["--version"], {
    encoding: "utf8",
  }).trim();
  const { programs: total, seed } = options;
  const start = performance.now();
  console.log(`Comparing with Node ${version}, seed ${seed}`);
  const comparison = new Comparison(node, clock);
  const differences: Played[] = [];
  let done = 0;
  let luck = 0;
  try {
    for (const programs of batches(options)) {
      const verdicts = await comparison.compare(programs);
      luck += verdicts.filter(({ isLuck }) => isLuck).length;
      differences.push(
        ...verdicts.filter(
          ({ node, run, isLuck }) => !isLuck && !isSame(node, run),
        ),
      );
      done += programs.length;
      console.log(`${done} of ${total}: ${differences.length} differ`);
    }
    console.log(countsOf(differences).join("\n"));
    await show(comparison, firstOfEach(differences, options.shrink));
  } finally {
    comparison.close();
  }
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  const identical = total - luck - differences.length;
  console.log(
    `Node ${version}: ${identical} of ${total - luck} identical, ${luck} more left out, whose order is luck; in ${seconds} s`,
  );
  return differences.length === 0;
}

/** So many of each kind. */
function firstOfEach(differences: readonly Played[], count: number): Played[] {
  const taken = new Map<string, number>();
  return differences.filter(({ node, run }) => {
    return countOf(taken, kindOf(node, run)) <= count;
  });
}

async function show(
  comparison: Comparison,
  differences: readonly Played[],
): Promise<void> {
  for (const difference of differences) {
    console.log(`\n${report(await shrink(comparison, difference))}\n`);
  }
}

function* batches({ programs, seed }: Options): Generator<Program[]> {
  for (let first = 0; first < programs; first += BATCH) {
    const length = Math.min(BATCH, programs - first);
    yield Array.from({ length }, (_, at) => writeProgram(seed, first + at));
  }
}
