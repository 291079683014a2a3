import type { Part } from "./workspace.ts";

/** An environment, and how to find out whether it takes the package. */
export interface Row {
  readonly environment: string;
  /** The parts of the package that are asked for there; default both. */
  readonly parts?: readonly Part[];
  /** Rejects if the part fails there. @returns what to say instead of "ok", if anything */
  readonly check: (part: Part) => Promise<string | void>;
}

/** How a part does in an environment. */
export interface Verdict {
  readonly cell: string;
  /** Set where it fails. */
  readonly why?: string;
}

const PARTS: readonly Part[] = ["library", "kit"];

/** Checks both parts at once. */
export function verdictsOf(row: Row): Promise<Verdict[]> {
  return Promise.all(PARTS.map((part) => verdictOf(row, part)));
}

async function verdictOf(row: Row, part: Part): Promise<Verdict> {
  if (row.parts?.includes(part) === false) {
    return { cell: "–" };
  }
  try {
    return { cell: (await row.check(part)) ?? "ok" };
  } catch (error) {
    return { cell: "FAILS", why: (error as Error).message };
  }
}
