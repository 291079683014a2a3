import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VITEST } from "../vitest.ts";

const BOOK = "reports/textbook";

/** Shards see a part of the code each, and no part of it is all. */
const NO_THRESHOLDS = ["lines", "branches", "functions", "statements"].map(
  (kind) => `--coverage.thresholds.${kind}=0`,
);

/**
 * Proves that the same commit gives the same book: it is built by one run and then by two shards that are merged, and
 * compared byte for byte. `npx tsx spec/proofs/bytes/bytes.ts`
 */
function main(): void {
  const blobs = mkdtempSync(join(tmpdir(), "blobs-"));
  const once = mkdtempSync(join(tmpdir(), "book-"));
  vitest("run", "--coverage");
  cpSync(BOOK, once, { recursive: true });
  for (const shard of [1, 2]) {
    vitest(
      "run",
      "--coverage",
      ...NO_THRESHOLDS,
      `--shard=${shard}/2`,
      "--reporter=blob",
      `--outputFile.blob=${join(blobs, `${shard}.json`)}`,
    );
  }
  vitest("run", "--coverage", `--merge-reports=${blobs}`);
  const differing = [...new Set([...filesIn(once), ...filesIn(BOOK)])].filter(
    (name) => textOf(once, name) !== textOf(BOOK, name),
  );
  if (differing.length > 0) {
    throw new Error(
      `Cannot call the book reproducible: ${differing.join(", ")} differ`,
    );
  }
  console.log(
    `The same ${filesIn(BOOK).length} files, from one run and from two shards`,
  );
}

function vitest(...args: string[]): void {
  execFileSync(process.execPath, [VITEST, ...args], { stdio: "inherit" });
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

function textOf(folder: string, name: string): string | undefined {
  try {
    return readFileSync(join(folder, name), "latin1");
  } catch {
    return undefined;
  }
}

main();
