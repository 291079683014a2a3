import { readFileSync, writeFileSync } from "node:fs";
import { parseLines, type Answer } from "./cpython.ts";
import type { Program, Transcript } from "./program.ts";

const file = new URL("corpus.jsonl", import.meta.url);

/** A program, and its transcript on CPython. */
export interface Recording {
  readonly theme: string;
  readonly program: Program;
  readonly cpython: Transcript;
}

/** The first line of the corpus: where it comes from. */
interface Origin {
  readonly cpython: string;
  readonly seed: number;
  /** How often things happened in its programs that make them worth running. */
  readonly counts: Answer["counts"];
}

export interface Corpus extends Origin {
  readonly recordings: readonly Recording[];
}

/** The recorded programs: a JSON on each line, below a line that says where they come from. */
export function readCorpus(): Corpus {
  const [origin, ...recordings] = parseLines<unknown>(
    readFileSync(file, "utf8"),
  );
  return {
    ...(origin as Origin),
    recordings: recordings as readonly Recording[],
  };
}

export function writeCorpus({ recordings, ...origin }: Corpus): void {
  const lines = [origin, ...recordings].map((line) => JSON.stringify(line));
  writeFileSync(file, `${lines.join("\n")}\n`);
}

/** In so many programs each thing happens, if it does in as many. */
const SHARE = 32;

/**
 * Chooses the programs that are worth the most. For each thing that was counted, the rarest first, it takes some
 * programs in which it happened. Then it takes any, until there are enough.
 *
 * @returns the numbers of the chosen ones, in order
 */
export function choose(answers: readonly Answer[], enough: number): number[] {
  const all = answers.map((_, number) => number);
  const events = Object.entries(sumOf(answers))
    .toSorted(([, a], [, b]) => a - b)
    .map(([event]) => event);
  const chosen = new Set<number>();
  for (const event of events) {
    const having = all.filter((number) => event in answers[number]!.counts);
    const missing =
      SHARE - having.filter((number) => chosen.has(number)).length;
    addSome(chosen, having, missing);
  }
  addSome(chosen, all, enough - chosen.size);
  return [...chosen].toSorted((a, b) => a - b);
}

function addSome(
  chosen: Set<number>,
  numbers: readonly number[],
  count: number,
): void {
  const more = numbers.filter((number) => !chosen.has(number));
  more.slice(0, Math.max(0, count)).forEach((number) => chosen.add(number));
}

/** How often each thing happened in all of them together. */
export function sumOf(answers: readonly Answer[]): Answer["counts"] {
  const sums = new Map<string, number>();
  for (const { counts } of answers) {
    for (const [event, count] of Object.entries(counts)) {
      sums.set(event, (sums.get(event) ?? 0) + count);
    }
  }
  return Object.fromEntries([...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
