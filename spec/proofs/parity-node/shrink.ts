import type { Comparison, Played } from "./compare.ts";
import { kindOf } from "./kinds.ts";
import { isBlock } from "./listing.ts";
import type { Block, Program } from "./program.ts";

/** Looks for a smaller program that still differs in that way: takes away one thing after the other. */
export async function shrink(
  comparison: Comparison,
  found: Played,
): Promise<Played> {
  const kind = kindOf(found.node, found.run);
  let least = found;
  for (;;) {
    const programs = [...smallerPrograms(least.program)];
    const smaller = await comparison.firstDifference(programs, kind);
    if (smaller === undefined) {
      return least;
    }
    least = smaller;
  }
}

function* smallerPrograms(program: Program): Generator<Program> {
  const { ending, listens } = program;
  for (const main of smallerBlocks(program.main)) {
    yield { ...program, main: main as Block };
  }
  if (ending === "empty") {
    yield { ...program, ending: "moment" };
  }
  if (!listens) {
    yield { ...program, listens: true };
  }
}

/** The block without one of its steps, with what that holds in its place, or with less in what it holds. */
function* smallerBlocks(block: readonly unknown[]): Generator<unknown[]> {
  for (const at of block.keys()) {
    yield block.toSpliced(at, 1);
  }
  for (const [at, step] of (block as readonly unknown[][]).entries()) {
    for (const [part, held] of step.entries()) {
      if (isBlock(held)) {
        yield block.toSpliced(at, 1, ...held);
        for (const smaller of smallerBlocks(held)) {
          yield block.with(at, step.with(part, smaller));
        }
      } else if (typeof held === "number" && held > 1) {
        yield block.with(at, step.with(part, 1));
      }
    }
  }
}
