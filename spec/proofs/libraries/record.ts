/*
 * Records what the programs do in reality: `npx tsx spec/proofs/libraries/record.ts`, with names for those programs
 * alone. One that does not print the same in each of its runs, or ends sooner than it says, is not recorded; a machine
 * that is busy with something else may be the cause.
 */
import { AtOnce } from "./at-once.ts";
import { installLibraries } from "./installed.ts";
import { playInOwnProcess } from "./own-process.ts";
import { programs } from "./programs.ts";
import { readRecording, writeRecording } from "./recording.ts";
import { otherOutput, type Found } from "./verdict.ts";

const RUNS = 3;
/** Timers count whole milliseconds of a clock that has fractions, so a wait may end a little early. */
const EARLY_MS = 2;

installLibraries();
const chosen = process.argv.slice(2);
const recording = readRecording();
recording.node = process.version;
const atOnce = new AtOnce(1);
const names = chosen.length > 0 ? chosen : programs;
await Promise.all(names.map((name) => record(name)));
writeRecording(recording);

async function record(program: string): Promise<void> {
  const runs = await Promise.all(
    Array.from({ length: RUNS }, () =>
      atOnce.run(() => playInOwnProcess(`programs/${program}`, "reality")),
    ),
  );
  const [first] = runs as [Found];
  const problem = runs.map((run) => problemOf(run, first)).find(Boolean);
  if (problem === undefined) {
    const times = runs.map(({ elapsed }) => Number(elapsed));
    const elapsed = Math.round(Math.min(...times));
    recording.programs[program] = { output: first.output, elapsed };
  } else {
    console.error(`Cannot record ${program}: ${problem}`);
    process.exitCode = 1;
  }
}

function problemOf(run: Found, first: Found): string | undefined {
  const { error, elapsed, expected } = run;
  const isEarly = Number(elapsed) < Number(expected) - EARLY_MS;
  return (
    error ??
    otherOutput(run.output, first.output) ??
    (isEarly ? `took ${elapsed} ms, it says ${expected}` : undefined)
  );
}
