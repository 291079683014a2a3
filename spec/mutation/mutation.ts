/*
 * npm run mutation: breaks the source in one place after the other, and counts how often a spec notices. Each folder is
 * judged by the specs at its mirrored path alone, so that what a rule of the patterns guards is told by a rule of the
 * patterns. Writes reports/mutation/index.html; ends with exit code 1 if a folder's score is below its least.
 *
 * npm run mutation -- src/chapter for one folder.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { installIn } from "../install.ts";
import { merge, pageOf, scoreOf, type Report } from "./report.ts";

/** The least score of each folder, in percent. */
const LEAST = { "src/patterns": 98, "src/chapter": 98, "src/testing": 95 };
type Folder = keyof typeof LEAST;

const HERE = "spec/mutation";
/** Where copies of the project are broken: config.json names it too. */
const SANDBOX = "reports/.stryker";
const REPORT = "reports/mutation/mutation.json";
const PAGE = "reports/mutation/index.html";

process.exitCode = main(process.argv.slice(2)) ? 0 : 1;

/** @returns whether every folder's score is high enough */
function main(args: readonly string[]): boolean {
  const all = Object.keys(LEAST) as Folder[];
  const folders = args.length > 0 ? all.filter((it) => args.includes(it)) : all;
  if (folders.length < args.length) {
    throw new RangeError(
      `Cannot mutate: folders are ${all.join(", ")}, received ${args.join(", ")}`,
    );
  }
  installIn(HERE, "Stryker");
  const reports = folders.map((folder) => [folder, mutate(folder)] as const);
  const merged = merge(reports);
  writeFileSync(REPORT, JSON.stringify(merged));
  writeFileSync(PAGE, pageOf(merged, HERE));
  const verdicts = reports.map(([folder, report]) => judge(folder, report));
  console.log(`Mutants: ${PAGE}`);
  return verdicts.every(Boolean);
}

function mutate(folder: Folder): Report {
  const stryker = `${HERE}/node_modules/@stryker-mutator/core/bin/stryker.js`;
  const mutated = `${folder}/**/*.ts`;
  try {
    execFileSync(
      process.execPath,
      [stryker, "run", `${HERE}/stryker.config.json`, "--mutate", mutated],
      {
        stdio: "inherit",
        env: { ...process.env, SPECS: folder.replace("src", "spec") },
      },
    );
  } finally {
    rmSync(SANDBOX, { recursive: true, force: true });
  }
  return JSON.parse(readFileSync(REPORT, "utf8")) as Report;
}

/** Prints a folder's score, and each mutant that no rule noticed. @returns whether the score is high enough */
function judge(folder: Folder, report: Report): boolean {
  const { detected, undetected, disabled, broken, percent } = scoreOf(report);
  for (const place of undetected) {
    console.log(`  undetected: ${place}`);
  }
  const isEnough = percent >= LEAST[folder];
  console.log(
    `${isEnough ? "Passed" : "Failed"}: ${folder} ${percent.toFixed(2)} %, at least ${LEAST[folder]} %: ` +
      `${detected} of ${detected + undetected.length} mutants detected; ${disabled} disabled, ${broken} could not run`,
  );
  return isEnough;
}
