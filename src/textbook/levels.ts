import type { RecordedLuck } from "./facts.ts";

/**
 * What makes a line of output stand where it stands.
 *
 * - `always`: it does in every order that was tried.
 * - `turns`: it does as long as turns are first in, first out, whichever of equal deadlines comes first.
 * - `clock`: another line can stand there when another of two equal deadlines comes first.
 */
export type Level = "always" | "turns" | "clock";

/** The level of each line that the ordinary order prints. */
export function levelsOf({ outcomes, byClock }: RecordedLuck): Level[] {
  const printed = outcomes.map(({ output }) => linesOf(output));
  const printedByClock = byClock.map(linesOf);
  const [ordinary = []] = printed;
  return ordinary.map((line, at) => {
    const isOther = (lines: readonly string[]): boolean => lines[at] !== line;
    if (printedByClock.some(isOther)) {
      return "clock";
    }
    return printed.some(isOther) ? "turns" : "always";
  });
}

/** The lines of what a terminal shows; the newline of the last one begins no line. */
export function linesOf(output: string): string[] {
  return output.replace(/\n$/, "").split("\n");
}

/** How many lines with something on them have a level. */
export function countOf(luck: RecordedLuck, level: Level): number {
  const lines = linesOf(luck.outcomes[0]?.output ?? "");
  return levelsOf(luck).filter(
    (its, at) => its === level && lines[at]?.trim() !== "",
  ).length;
}
