import { readFileSync, writeFileSync } from "node:fs";
import { Comparison, countOf, isSame, type Verdict } from "./compare.ts";
import { kindOf } from "./kinds.ts";
import type { Options } from "./options.ts";
import type { Program, Transcript } from "./program.ts";
import { themeOf } from "./themes.ts";
import { writeProgram } from "./writers.ts";

const corpusFile = new URL("corpus.jsonl", import.meta.url);
const knownFile = new URL("known.json", import.meta.url);

/** So many programs of each theme are recorded. */
const PER_THEME = 30;
/** What prints less says little. */
const LEAST_LINES = 4;

/** A program and what Node makes of it. */
export interface Recording {
  readonly number: number;
  readonly theme: string;
  readonly program: Program;
  readonly node: Transcript;
}

/** The numbers of the recorded programs that do not print in a run what Node prints, by what it is about. */
export type Known = Readonly<Record<string, readonly number[]>>;

/** The recorded programs, one JSON a line. */
export function readCorpus(): Recording[] {
  const lines = readFileSync(corpusFile, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Recording);
}

export function readKnown(): Known {
  return JSON.parse(readFileSync(knownFile, "utf8")) as Known;
}

/** Records programs that print the same on all the Nodes, and not by luck; and which of them a run does not get right. */
export async function record(options: Options, clock: string): Promise<void> {
  const { programs: total, seed, nodes } = options;
  const numbers = Array.from({ length: total }, (_, number) => number);
  const programs = numbers.map((number) => writeProgram(seed, number));
  const comparisons = nodes.map((node) => new Comparison(node, clock));
  const played = await Promise.all(
    comparisons.map((each) => each.compare(programs)),
  ).finally(() => comparisons.forEach((each) => each.close()));
  const chosen = choose(numbers, played);
  const recordings = chosen.map((number): Recording => {
    const { node } = played[0]![number]!;
    const theme = themeOf(number).title;
    return { number, theme, program: programs[number]!, node };
  });
  const lines = recordings.map((recording) => JSON.stringify(recording));
  writeFileSync(corpusFile, `${lines.join("\n")}\n`);
  const known = knownAmong(chosen, played[0]!);
  writeFileSync(knownFile, `${JSON.stringify(known, null, 2)}\n`);
  console.log(`${chosen.length} of ${total} programs recorded`);
}

/** The first of each theme that are the same everywhere, and print enough. */
function choose(
  numbers: readonly number[],
  played: readonly (readonly Verdict[])[],
): number[] {
  const taken = new Map<string, number>();
  return numbers.filter((number) => {
    const [first, ...others] = played.map((verdicts) => verdicts[number]!);
    const isTelling =
      first!.node.length >= LEAST_LINES &&
      !first!.isLuck &&
      others.every(
        ({ node, run, isLuck }) =>
          !isLuck && isSame(first!.node, node) && isSame(first!.run, run),
      );
    const { title } = themeOf(number);
    return isTelling && countOf(taken, title) <= PER_THEME;
  });
}

function knownAmong(
  chosen: readonly number[],
  verdicts: readonly Verdict[],
): Known {
  const known: Record<string, number[]> = {};
  for (const number of chosen) {
    const { node, run } = verdicts[number]!;
    if (!isSame(node, run)) {
      (known[kindOf(node, run)] ??= []).push(number);
    }
  }
  return known;
}
