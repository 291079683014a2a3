import { listing } from "./listing.ts";
import { runProgram } from "./run.ts";
import type { Program, Transcript } from "./program.ts";

/** A program that runs differently on the two sides. */
export interface Difference {
  readonly program: Program;
  readonly cpython: Transcript;
  readonly ours: Transcript;
}

/** The report where there is no difference. */
export const IDENTICAL = "identical";

/** Runs programs on this library. @returns the report on the first whose transcript is not CPython's, or `IDENTICAL` */
export async function compareAll(
  recordings: readonly Omit<Difference, "ours">[],
): Promise<string> {
  for (const { program, cpython } of recordings) {
    const ours = await runProgram(program);
    if (ours !== cpython) {
      return report({ program, cpython, ours });
    }
  }
  return IDENTICAL;
}

/** The program, and both transcripts side by side, up to a few lines past the first difference. */
export function report({ program, cpython, ours }: Difference): string {
  return [
    "The program:",
    "",
    listing(program),
    "",
    sideBySide(cpython, ours),
    "",
    "The program as data:",
    JSON.stringify(program),
  ].join("\n");
}

/** How many lines behind the first difference are shown. */
const BEHIND = 8;

/** Two transcripts beside each other; the first lines that differ are marked. */
export function sideBySide(cpython: Transcript, ours: Transcript): string {
  const left = cpython.split("\n");
  const right = ours.split("\n");
  const first = left.findIndex((line, at) => line !== right[at]);
  const marked = first < 0 ? left.length : first;
  const width = Math.max(...left.map(({ length }) => length), 7) + 3;
  const count = Math.max(left.length, right.length);
  const rows = Array.from({ length: count }, (_, at) => {
    const mark = at === marked ? "≠" : " ";
    return `${mark} ${(left[at] ?? "").padEnd(width)}${right[at] ?? ""}`;
  });
  const heading = `  ${"CPython".padEnd(width)}Ours`;
  return [heading, ...rows.slice(0, marked + BEHIND)]
    .map((row) => row.trimEnd())
    .join("\n");
}
