/*
 * npm run test:nodes runs the suite on Node 20, 22, 24 and 26. It prints a line for each: the version, how many tests
 * passed and failed, and a hash of what the programs printed, when, and in which order. Then it prints the tests that
 * failed and the transcripts that are not those of the first Node, and ends with exit code 1 if there are any.
 *
 * npm run test:nodes -- 20 26 runs it on those alone. The Nodes come from npm, about 200 MB at the first run.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resultsIn, VITEST } from "../vitest.ts";
import { nodeOf } from "./node-of.ts";
import { differing, hashOf, outcomeOf, type Outcome } from "./outcome.ts";

const HERE = "spec/proofs/nodes";
const chosen = process.argv.slice(2);
const lines = chosen.length > 0 ? chosen : ["20", "22", "24", "26"];
const results = mkdtempSync(join(tmpdir(), "nodes-"));

const nodes = lines.map(nodeOf);
const outcomes = nodes.map(outcomeUnder);
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

function outcomeUnder(node: string): Outcome {
  const version = execFileSync(node, ["--version"]).toString().trim();
  const file = join(results, `${version}.json`);
  const run = spawnSync(
    node,
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
