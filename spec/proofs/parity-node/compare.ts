import { Random } from "../parity/random.ts";
import { environmentOf } from "./clock.ts";
import { kindOf } from "./kinds.ts";
import { listing } from "./listing.ts";
import type { Program, Transcript } from "./program.ts";
import { Side } from "./side.ts";

/** A program, and what it prints on either side. */
export interface Played {
  readonly program: Program;
  readonly node: Transcript;
  readonly run: Transcript;
}

export interface Verdict extends Played {
  /** Its order on Node changes where wake-ups are late. */
  readonly isLuck: boolean;
}

/**
 * So often a program is played with late wake-ups: at first, and before it counts as different. What two timers do that
 * were set at different moments and are due at the same one is luck, since each moment is late by itself, but few
 * latenesses may show it: Node takes a list of timers of one delay anew for each of them, and a run takes all as they
 * were set.
 */
const LATE = 3;
const LATE_IF_DIFFERENT = 200;

/** One Node, on which programs are played as they are, and in a run. */
export class Comparison {
  readonly #node: Side;
  readonly #run: Side;

  /** @param clock the compiled library */
  constructor(node: string, clock: string) {
    const environment = environmentOf(clock);
    this.#node = new Side(node, ["node", clock], environment, false);
    this.#run = new Side(node, ["run"], process.env, true);
  }

  close(): void {
    this.#node.close();
    this.#run.close();
  }

  /** Plays programs on both sides. */
  async compare(programs: readonly Program[]): Promise<Verdict[]> {
    const [onNode, inRun] = await Promise.all([
      this.#node.ask(programs, seeds(LATE)),
      this.#run.ask(programs),
    ]);
    const verdicts: Verdict[] = [];
    for (const [at, program] of programs.entries()) {
      const { transcript: node, isSteady } = onNode[at]!;
      const run = inRun[at]!.transcript;
      const isLuck =
        !isSteady || (!isSame(node, run) && !(await this.#isSteady(program)));
      verdicts.push({ program, node, run, isLuck });
    }
    return verdicts;
  }

  /** @returns the first of the programs on which the sides differ in that way, and not by luck */
  async firstDifference(
    programs: readonly Program[],
    kind: string,
  ): Promise<Played | undefined> {
    const [onNode, inRun] = await Promise.all([
      this.#node.ask(programs),
      this.#run.ask(programs),
    ]);
    for (const [at, program] of programs.entries()) {
      const { transcript: node } = onNode[at]!;
      const run = inRun[at]!.transcript;
      const isDifferent = !isSame(node, run) && kindOf(node, run) === kind;
      if (isDifferent && (await this.#isSteady(program))) {
        return { program, node, run };
      }
    }
    return undefined;
  }

  async #isSteady(program: Program): Promise<boolean> {
    const [answer] = await this.#node.ask([program], seeds(LATE_IF_DIFFERENT));
    return answer!.isSteady;
  }
}

export function isSame(one: Transcript, other: Transcript): boolean {
  return one.join("\n") === other.join("\n");
}

function seeds(count: number): number[] {
  const random = new Random(count);
  return Array.from({ length: count }, () => 1 + random.below(2 ** 32 - 1));
}

/** How many there are of each kind, the most frequent first. */
export function countsOf(differences: readonly Played[]): string[] {
  const counts = new Map<string, number>();
  for (const { node, run } of differences) {
    countOf(counts, kindOf(node, run));
  }
  const sorted = [...counts].toSorted(([, a], [, b]) => b - a);
  return sorted.map(([kind, count]) => `${String(count).padStart(6)}  ${kind}`);
}

/** Counts one more. @returns how many there are now */
export function countOf(counts: Map<string, number>, what: string): number {
  const count = (counts.get(what) ?? 0) + 1;
  counts.set(what, count);
  return count;
}

/** The program, and both transcripts side by side. */
export function report({ program, node, run }: Played): string {
  return [
    "The program:",
    "",
    listing(program),
    "",
    sideBySide(node, run),
    "",
    "The program as data:",
    JSON.stringify(program),
  ].join("\n");
}

/** Two transcripts beside each other; the first lines that differ are marked. */
export function sideBySide(node: Transcript, run: Transcript): string {
  const count = Math.max(node.length, run.length);
  const all = Array.from({ length: count }, (_, at) => at);
  const marked = all.find((at) => node[at] !== run[at]) ?? count;
  const width = Math.max(...node.map(({ length }) => length), 4) + 3;
  const rows = all.map((at) => {
    const mark = at === marked ? "≠" : " ";
    return `${mark} ${(node[at] ?? "").padEnd(width)}${run[at] ?? ""}`;
  });
  return [`  ${"Node".padEnd(width)}Run`, ...rows]
    .map((row) => row.trimEnd())
    .join("\n");
}
