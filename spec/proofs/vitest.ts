import { existsSync, readFileSync } from "node:fs";
import type { JsonTestResults } from "vitest/node";

/** vitest's command. As all paths in the proofs, it starts at the project's root, where npm runs its scripts. */
export const VITEST = "node_modules/vitest/vitest.mjs";

/** What vitest's json reporter wrote into a file; undefined where it wrote none. */
export function resultsIn(file: string): JsonTestResults | undefined {
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as JsonTestResults)
    : undefined;
}
