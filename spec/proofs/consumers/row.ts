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

/** Checks both parts, one after the other. */
export async function verdictsOf(row: Row): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const part of PARTS) {
    const isAskedFor = (row.parts ?? PARTS).includes(part);
    verdicts.push(isAskedFor ? await verdictOf(row, part) : { cell: "–" });
  }
  return verdicts;
}

async function verdictOf(row: Row, part: Part): Promise<Verdict> {
  try {
    return { cell: (await row.check(part)) ?? "ok" };
  } catch (error) {
    return { cell: "FAILS", why: (error as Error).message };
  }
}
