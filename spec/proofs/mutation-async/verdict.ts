import type { JsonTestResults } from "vitest/node";

/** What became of a mutant, and which test caught it. */
export interface Verdict {
  readonly kind: "killed" | "survived";
  readonly by: string;
}

/**
 * Judges a run of the specs.
 *
 * @param results undefined where the run wrote none
 * @param error why the process failed; null where it did not
 * @throws Error if a spec could not be loaded, since that proves nothing
 */
export function verdictOf(
  results: JsonTestResults | undefined,
  error: { readonly killed?: boolean } | null,
  stderr: string,
): Verdict {
  if (error?.killed === true) {
    return { kind: "killed", by: "hangs" };
  }
  const files = results?.testResults ?? [];
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.find(({ status }) => status === "failed");
  if (failed !== undefined) {
    return { kind: "killed", by: failed.fullName };
  }
  const broken = files.find(({ status }) => status === "failed");
  if (broken !== undefined) {
    throw new Error(
      `Cannot judge a mutant: ${broken.name} fails to load, ${broken.message}`,
    );
  }
  return error === null
    ? { kind: "survived", by: "" }
    : { kind: "killed", by: `an error outside of any test: ${stderr}` };
}
