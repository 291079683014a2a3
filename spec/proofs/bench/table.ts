import type { Result, Standing } from "./contest.ts";
import type { Verdict } from "./goals.ts";

/** A contest as a table for the terminal. */
export function resultTable({ part, title, unit, standings }: Result): string {
  const head = row(`${part}: ${title}`, unit, "ours to it", "ticks");
  return [head, ...standings.map(standingRow)].join("\n");
}

function standingRow(standing: Standing, index: number): string {
  return row(
    `  ${standing.name}`,
    short(standing.rate),
    index === 0 ? "" : `${short(standing.ratio)} ×`,
    standing.ticks === undefined ? "" : percent(standing.ticks),
  );
}

function row(name: string, rate: string, ratio: string, ticks: string): string {
  return [
    name.padEnd(46),
    rate.padStart(14),
    ratio.padStart(12),
    ticks.padStart(8),
  ]
    .join("")
    .trimEnd();
}

/** A goal's verdict as a line for the terminal. */
export function verdictLine(verdict: Verdict): string {
  const { part, title, goal, isMet } = verdict;
  return [
    isMet ? "met   " : "missed",
    `${part}: ${title}`.padEnd(34),
    measuredText(verdict).padStart(7),
    goal,
    `(goal: ${wantedText(verdict)})`,
  ].join(" ");
}

/** `3.5`, or `83 %` for a share. It is rounded away from the goal, so that a near miss does not look like a hit. */
export function measuredText(verdict: Verdict): string {
  const rounding = "least" in verdict.wanted ? "floor" : "ceil";
  return inItsUnit(verdict, verdict.measured, rounding);
}

/** `at least 3`, `at most 1.5`, `at least 80 %`. */
export function wantedText(verdict: Verdict): string {
  const { wanted } = verdict;
  return "least" in wanted
    ? `at least ${inItsUnit(verdict, wanted.least)}`
    : `at most ${inItsUnit(verdict, wanted.most)}`;
}

type Rounding = "floor" | "ceil" | "halfExpand";

function inItsUnit(
  { goal }: Verdict,
  value: number,
  rounding?: Rounding,
): string {
  return goal.startsWith("of ")
    ? percent(value, rounding)
    : short(value, rounding);
}

/** A number with as many digits as it takes to compare it. */
export function short(
  value: number,
  rounding: Rounding = "halfExpand",
): string {
  const digits =
    value >= 100
      ? { maximumFractionDigits: 0 }
      : { maximumSignificantDigits: 3 };
  return value.toLocaleString("en", { ...digits, roundingMode: rounding });
}

/** A share as a whole percentage. */
export function percent(share: number, rounding?: Rounding): string {
  const digits = { maximumFractionDigits: 0, roundingMode: rounding };
  return `${(share * 100).toLocaleString("en", digits)} %`;
}
