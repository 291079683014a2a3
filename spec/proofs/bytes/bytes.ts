import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VITEST } from "../vitest.ts";

const BOOK = "reports/textbook";

/** A shard runs a part of the specs, so it cannot cover all of the code. */
const NO_THRESHOLDS = ["lines", "branches", "functions", "statements"].map(
  (kind) => `--coverage.thresholds.${kind}=0`,
);

/**
 * npm run test:bytes proves that a commit gives one book. It builds the book in one run, then from two shards that are
 * merged, and compares the two byte for byte.
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
  // A merge knows which modules the shards loaded, and takes ours, by which they took coverage, for an empty one.
  vitest(
    "run",
    "--coverage",
    "--coverage.provider=v8",
    `--merge-reports=${blobs}`,
  );
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
