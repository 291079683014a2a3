import { readFileSync } from "node:fs";

/** What is read here of Stryker's report: https://github.com/stryker-mutator/mutation-testing-elements */
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
  /** Where the others are, and what they are. */
  readonly undetected: readonly string[];
  /** Disabled where they stand, with a reason. */
  readonly disabled: number;
  /** Mutants that fail outside of any test, such as by an unhandled rejection after the last: not counted either way. */
  readonly broken: number;
  /** The detected of the detected and undetected. */
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

/** One report of several runs, each with numbers of its own for mutants and tests. */
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

/** The report as a page that opens from the file system. @param installed where Stryker is */
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
