/*
 * npm run mutation breaks the source in one place after the other, and counts how often a spec notices. Only the specs
 * at its mirrored path judge a folder, so that a rule stands where it is looked for; src/core is judged by the specs of
 * the patterns too, which rest on it. It writes reports/mutation/index.html, and ends with exit code 1 if the score of
 * a folder is below its least.
 *
 * npm run mutation -- src/chapter breaks one folder.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { installIn } from "../install.ts";
import { merge, pageOf, scoreOf, type Report } from "./report.ts";

/** The folders, each with the specs that judge it and the least score in percent. */
const FOLDERS = {
  "src/core": { specs: ["spec/core", "spec/patterns"], least: 98 },
  "src/patterns": { specs: ["spec/patterns"], least: 98 },
  "src/chapter": { specs: ["spec/chapter"], least: 98 },
  "src/player": { specs: ["spec/player"], least: 98 },
  "src/testing": { specs: ["spec/testing"], least: 95 },
};
type Folder = keyof typeof FOLDERS;

const HERE = "spec/proofs/mutation";
/** Where copies of the project are broken; stryker.config.json names it too. */
const SANDBOX = "reports/.stryker";
const REPORT = "reports/mutation/mutation.json";
const PAGE = "reports/mutation/index.html";

process.exitCode = main(process.argv.slice(2)) ? 0 : 1;

/** @returns whether every folder's score is high enough */
function main(args: readonly string[]): boolean {
  const all = Object.keys(FOLDERS) as Folder[];
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
        env: {
          ...process.env,
          MUTATED: folder,
          SPECS: FOLDERS[folder].specs.join(),
        },
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
  const { least } = FOLDERS[folder];
  for (const place of undetected) {
    console.log(`  undetected: ${place}`);
  }
  const isEnough = percent >= least;
  console.log(
    `${isEnough ? "Passed" : "Failed"}: ${folder} ${percent.toFixed(2)} %, at least ${least} %: ` +
      `${detected} of ${detected + undetected.length} mutants detected; ${disabled} disabled, ${broken} could not run`,
  );
  return isEnough;
}
