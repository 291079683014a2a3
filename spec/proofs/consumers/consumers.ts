/*
 * npm run test:consumers: packs the package, installs it into throw-away projects, and runs a small program and a small
 * test in each environment that it is for. Prints why an environment fails, and at the end a table of all of them. Ends
 * with exit code 1 if one fails.
 *
 * npm run test:consumers -- TEXT for those alone whose names contain it. What loads the package comes from npm, about
 * 500 MB at first use; Chromium is the system's.
 */
import { browserRows } from "./browsers.ts";
import { compilerRows } from "./compilers.ts";
import { copyRows } from "./copies.ts";
import { packagingRows } from "./packaging.ts";
import { verdictsOf, type Row } from "./row.ts";
import { runnerRows } from "./runners.ts";
import { runtimeRows } from "./runtimes.ts";
import { makeWorkspace } from "./workspace.ts";

/** How much is shown of why an environment fails. */
const WHY_LINES = 20;

const text = process.argv[2] ?? "";
const workspace = await makeWorkspace();
const rows = [
  ...packagingRows(workspace),
  ...runtimeRows(workspace),
  ...copyRows(workspace),
  ...runnerRows(workspace),
  ...browserRows(workspace),
  ...compilerRows(workspace),
];

const table: string[] = [];
for (const row of rows) {
  if (row.environment.includes(text)) {
    table.push(await lineOf(row));
  }
}
console.log(["", line("", ["library", "kit"]), ...table].join("\n"));

async function lineOf(row: Row): Promise<string> {
  const verdicts = await verdictsOf(row);
  for (const { why } of verdicts) {
    if (why !== undefined) {
      const start = why.split("\n").slice(0, WHY_LINES).join("\n");
      console.log(`\n${row.environment}: ${start}`);
      process.exitCode = 1;
    }
  }
  return line(
    row.environment,
    verdicts.map(({ cell }) => cell),
  );
}

function line(environment: string, cells: readonly string[]): string {
  return [environment.padEnd(34), ...cells.map((cell) => cell.padEnd(10))]
    .join("")
    .trimEnd();
}
