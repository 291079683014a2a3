/*
 * npm run mutation:async makes the mistakes of the table, one at a time and only in memory. For each, it runs the specs
 * until one fails: first those that should catch it, then all. It prints the test that failed, and ends with exit code
 * 1 if a mistake survives. A mistake that makes a spec hang counts as caught, and its line says so.
 *
 * npm run mutation:async -- TEXT makes only those whose name or file contains the text.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { resultsIn, VITEST } from "../vitest.ts";
import { verdictOf, type Verdict } from "./verdict.ts";
import { FOLDERS, specsFor, type Mutant } from "./mutant.ts";
import { mutants } from "./mutants.ts";

/** So many times as long as without a mistake, and the run hangs. */
const HANGS = 3;
/** What the specs may take without a mistake. */
let limitMs = 600_000;

const results = mkdtempSync(join(tmpdir(), "mutants-"));
try {
  process.exitCode = await main(process.argv[2] ?? "");
} finally {
  rmSync(results, { recursive: true });
}

async function main(text: string): Promise<number> {
  const start = Date.now();
  const untouched = await verdict(undefined, FOLDERS);
  if (untouched.kind !== "survived") {
    console.log(
      `Cannot begin: the specs fail without a mistake, ${untouched.by}`,
    );
    return 1;
  }
  limitMs = HANGS * (Date.now() - start);
  const left = mutants.filter((it) => `${it.name} ${it.file}`.includes(text));
  const survivors: Mutant[] = [];
  const count = left.length;
  const work = async (): Promise<void> => {
    for (let mutant = left.shift(); mutant; mutant = left.shift()) {
      if (!(await isCaught(mutant))) {
        survivors.push(mutant);
      }
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  for (const { name, kind, file } of survivors) {
    console.log(`survived  ${name} (${kind}, src/${file})`);
  }
  console.log(
    `${count - survivors.length} killed, ${survivors.length} survived`,
  );
  return survivors.length > 0 ? 1 : 0;
}

async function isCaught(mutant: Mutant): Promise<boolean> {
  const near = await verdict(mutant, specsFor(mutant));
  const { kind, by } =
    near.kind === "survived" ? await verdict(mutant, FOLDERS) : near;
  if (kind === "survived") {
    return false;
  }
  console.log(`${kind.padEnd(9)} ${mutant.name}: ${by}`);
  return true;
}

/** The verdict of the specs whose paths contain one of the texts. */
function verdict(
  mutant: Mutant | undefined,
  specs: readonly string[],
): Promise<Verdict> {
  const file = join(mkdtempSync(join(results, "run-")), "results.json");
  const args = [
    VITEST,
    "run",
    "--passWithNoTests",
    "--config=spec/proofs/mutation-async/vitest.config.ts",
    `--outputFile=${file}`,
    ...specs,
  ];
  const env = { ...process.env, MUTANT: mutant?.name };
  const options = { env, timeout: limitMs, killSignal: "SIGKILL" } as const;
  return new Promise((resolve) => {
    execFile(process.execPath, args, options, (error, _stdout, stderr) => {
      resolve(verdictOf(resultsIn(file), error, stderr));
    });
  });
}
