import { createHash } from "node:crypto";
import type { JsonTestResults } from "vitest/node";

/** How the suite went on one Node. */
export interface Outcome {
  readonly version: string;
  readonly passed: number;
  /** The names of the tests that failed, each with the first line of its error. */
  readonly failed: readonly string[];
  /** What each test recorded that ran a program, by the name of the test. */
  readonly transcripts: ReadonlyMap<string, string>;
}

/** A file that cannot even be loaded counts as a failed test. */
export function outcomeOf(version: string, results: JsonTestResults): Outcome {
  const tests = results.testResults.flatMap((file) => file.assertionResults);
  const failedTests = tests.filter(({ status }) => status === "failed");
  const failedFiles = results.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" &&
      assertionResults.every((test) => test.status !== "failed"),
  );
  return {
    version,
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: [
      ...failedTests.map(
        ({ fullName, failureMessages }) =>
          `${fullName}: ${failureMessages?.[0]?.split("\n", 1).join()}`,
      ),
      ...failedFiles.map(({ name, message }) => `${name}\n${message}`),
    ],
    transcripts: new Map(
      tests
        .filter(({ meta }) => Object.keys(meta).length > 0)
        .map(({ fullName, meta }) => [fullName, transcriptOf(meta)]),
    ),
  };
}

/** Without the places in the source: each V8 has names of its own for functions, and knows more or fewer frames. */
function transcriptOf(meta: object): string {
  return JSON.stringify(meta, (key, value: unknown) =>
    key === "places" ? undefined : value,
  );
}

/** One hash for all transcripts, the same in whatever order the tests ran. */
export function hashOf({ transcripts }: Outcome): string {
  const entries = [...transcripts].map((entry) => JSON.stringify(entry));
  const hash = createHash("sha256").update(entries.toSorted().join("\n"));
  return hash.digest("hex").slice(0, 16);
}

/** The tests whose transcripts are not the same, or are missing on one side. */
export function differing(one: Outcome, other: Outcome): string[] {
  const names = new Set([
    ...one.transcripts.keys(),
    ...other.transcripts.keys(),
  ]);
  return [...names].filter(
    (name) => one.transcripts.get(name) !== other.transcripts.get(name),
  );
}
