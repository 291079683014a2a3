import { readFileSync } from "node:fs";

/** What is used of Stryker's report: https://github.com/stryker-mutator/mutation-testing-elements */
export interface Report {
  readonly files: Readonly<Record<string, { mutants: readonly Mutant[] }>>;
  readonly testFiles: Readonly<Record<string, { tests: readonly Test[] }>>;
}

interface Mutant {
  readonly id: string;
  readonly mutatorName: string;
  readonly status: Status;
  readonly location: { readonly start: { line: number; column: number } };
  readonly coveredBy?: readonly string[];
  readonly killedBy?: readonly string[];
}

interface Test {
  readonly id: string;
}

type Status =
  "Killed" | "Timeout" | "Survived" | "NoCoverage" | "RuntimeError" | "Ignored";

/** How well the specs of a folder notice that it is broken. */
export interface Score {
  readonly detected: number;
  /** The places of the others, and what was changed there. */
  readonly undetected: readonly string[];
  /** Disabled by a comment at their place, which says why. */
  readonly disabled: number;
  /** They failed outside of any test, such as by an unhandled rejection after the last, and do not count. */
  readonly broken: number;
  /** The share of the detected in the detected and undetected. */
  readonly percent: number;
}

export function scoreOf({ files }: Report): Score {
  const mutants = Object.entries(files).flatMap(([path, { mutants }]) =>
    mutants.map(({ status, mutatorName, location: { start } }) => ({
      status,
      place: `${path}:${start.line}:${start.column} ${mutatorName}`,
    })),
  );
  const places = (...statuses: Status[]) =>
    mutants
      .filter(({ status }) => statuses.includes(status))
      .map(({ place }) => place);
  const detected = places("Killed", "Timeout").length;
  const undetected = places("Survived", "NoCoverage");
  return {
    detected,
    undetected,
    disabled: places("Ignored").length,
    broken: places("RuntimeError").length,
    percent: (100 * detected) / (detected + undetected.length),
  };
}

/** One report of several runs. Each run numbered its mutants and tests from the start. */
export function merge(
  reports: readonly (readonly [name: string, report: Report])[],
): Report {
  const files: [string, Report["files"][string]][] = [];
  const testFiles: [string, Report["testFiles"][string]][] = [];
  for (const [name, report] of reports) {
    const renamed = (id: string) => `${name} ${id}`;
    for (const [path, file] of Object.entries(report.files)) {
      const mutants = file.mutants.map((mutant) => ({
        ...mutant,
        id: renamed(mutant.id),
        coveredBy: (mutant.coveredBy ?? []).map(renamed),
        killedBy: (mutant.killedBy ?? []).map(renamed),
      }));
      files.push([path, { ...file, mutants }]);
    }
    for (const [path, file] of Object.entries(report.testFiles)) {
      const tests = file.tests.map((it) => ({ ...it, id: renamed(it.id) }));
      testFiles.push([path, { ...file, tests }]);
    }
  }
  return {
    ...reports[0]?.[1],
    files: Object.fromEntries(files),
    testFiles: Object.fromEntries(testFiles),
  };
}

/** The report as a page that opens from the file system. @param installed the folder in which Stryker is installed */
export function pageOf(report: Report, installed: string): string {
  const script = readFileSync(
    `${installed}/node_modules/mutation-testing-elements/dist/mutation-test-elements.js`,
    "utf8",
  );
  // A "<" in the data could end the script that holds it.
  const data = JSON.stringify(report).replaceAll("<", "\\u003c");
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Mutants</title>
<script>${script}</script>
<body>
<mutation-test-report-app title-postfix="Async patterns"></mutation-test-report-app>
<script>document.querySelector("mutation-test-report-app").report = ${data};</script>
`;
}
