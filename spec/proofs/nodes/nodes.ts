/*
 * npm run test:nodes runs the suite on Node 20, 22, 24 and 26. It prints a line for each: the version, how many tests
 * passed and failed, and a hash of what the programs printed, when, and in which order. Then it prints the tests that
 * failed and the transcripts that are not those of the first Node, and ends with exit code 1 if there are any.
 *
 * npm run test:nodes -- 20 26 runs it on those alone. The Nodes come from npm, about 200 MB at the first run.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installIn } from "../install.ts";
import { resultsIn, VITEST } from "../vitest.ts";
import { differing, hashOf, outcomeOf, type Outcome } from "./outcome.ts";

const HERE = "spec/proofs/nodes";
const chosen = process.argv.slice(2);
const lines = chosen.length > 0 ? chosen : ["20", "22", "24", "26"];
const results = mkdtempSync(join(tmpdir(), "nodes-"));

installIn(HERE, "the Nodes");
const missing = lines.filter((line) => !existsSync(binary(line)));
if (missing.length > 0) {
  throw new Error(
    `Cannot run Node ${missing.join(", ")}: ${HERE}/package.json has none for ${process.platform}-${process.arch}`,
  );
}
const outcomes = lines.map(outcomeUnder);
rmSync(results, { recursive: true });

const [first, ...others] = outcomes as [Outcome, ...Outcome[]];
const complaints = [
  ...outcomes.flatMap(({ version, failed }) =>
    failed.map((name) => `${version} fails: ${name}`),
  ),
  ...others.flatMap((other) =>
    differing(first, other).map(
      (name) => `${other.version} differs from ${first.version}: ${name}`,
    ),
  ),
];
complaints.forEach((complaint) => console.log(complaint));
process.exitCode = complaints.length > 0 ? 1 : 0;

function outcomeUnder(line: string): Outcome {
  const version = execFileSync(binary(line), ["--version"]).toString().trim();
  const file = join(results, `${line}.json`);
  const run = spawnSync(
    binary(line),
    [
      VITEST,
      "run",
      `--config=${HERE}/vitest.config.ts`,
      `--outputFile=${file}`,
    ],
    { encoding: "utf8" },
  );
  const found = resultsIn(file);
  const outcome = found
    ? outcomeOf(version, found)
    : { version, passed: 0, failed: [run.stderr], transcripts: new Map() };
  // An error outside of any test fails the run, though every test may have passed.
  const failed =
    run.status === 0 || outcome.failed.length > 0
      ? outcome.failed
      : [`the run, with exit code ${run.status}\n${run.stderr}`];
  console.log(
    `Node ${version.padEnd(9)} ${outcome.passed} passed, ${failed.length} failed, ${hashOf(outcome)}`,
  );
  return { ...outcome, failed };
}

/** Where npm puts the Node of that line; packages for other platforms are not installed. */
function binary(line: string): string {
  const { platform, arch } = process;
  return join(HERE, `node_modules/node${line}-${platform}-${arch}/bin/node`);
}
