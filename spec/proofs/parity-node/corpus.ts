import { readFileSync, writeFileSync } from "node:fs";
import { themeOf, writeProgram } from "./author.ts";
import { Comparison, isSame } from "./compare.ts";
import type { Options } from "./options.ts";
import type { Program, Transcript } from "./program.ts";

const file = new URL("corpus.jsonl", import.meta.url);

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

/** The recorded programs, one JSON a line. */
export function readCorpus(): Recording[] {
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Recording);
}

/** Records programs that print the same on all the Nodes, and not by luck. */
export async function record(
  { programs: total, seed, nodes }: Options,
  clock: string,
): Promise<void> {
  const numbers = Array.from({ length: total }, (_, number) => number);
  const programs = numbers.map((number) => writeProgram(seed, number));
  const played = await Promise.all(
    nodes.map((node) => transcripts(node, clock, programs)),
  );
  const taken = new Map<string, number>();
  const recordings = numbers.flatMap((number): Recording[] => {
    const [node, ...others] = played.map((each) => each[number]);
    const theme = themeOf(number).title;
    const count = taken.get(theme) ?? 0;
    const isTelling =
      node !== undefined &&
      node.length >= LEAST_LINES &&
      others.every((other) => other !== undefined && isSame(node, other));
    if (!isTelling || count >= PER_THEME) {
      return [];
    }
    taken.set(theme, count + 1);
    return [{ number, theme, program: programs[number]!, node }];
  });
  const lines = recordings.map((recording) => JSON.stringify(recording));
  writeFileSync(file, `${lines.join("\n")}\n`);
  console.log(`${recordings.length} of ${total} programs recorded`);
}

/** What a Node prints, or nothing where that is luck. */
async function transcripts(
  node: string,
  clock: string,
  programs: readonly Program[],
): Promise<(Transcript | undefined)[]> {
  const comparison = new Comparison(node, clock);
  try {
    const verdicts = await comparison.compare(programs);
    return verdicts.map((verdict) =>
      verdict.isLuck ? undefined : verdict.node,
    );
  } finally {
    comparison.close();
  }
}
