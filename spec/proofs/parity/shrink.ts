import { askPython, type Python } from "./cpython.ts";
import type { Difference } from "./compare.ts";
import { isStep } from "./listing.ts";
import { runProgram } from "./run.ts";
import type { Block, Program } from "./program.ts";

/** Looks for a smaller program that still differs. It takes away one thing after the other. */
export async function shrink(
  python: Python,
  found: Difference,
): Promise<Difference> {
  let least = found;
  for (;;) {
    const smaller = await firstDifference(python, [...smallerOnes(least)]);
    if (smaller === undefined) {
      return least;
    }
    least = smaller;
  }
}

/** Runs all programs on both sides. @returns the first on which they differ */
async function firstDifference(
  python: Python,
  programs: readonly Program[],
): Promise<Difference | undefined> {
  const answers = await (await askPython(python, programs))();
  for (const [index, program] of programs.entries()) {
    const cpython = answers[index]!.transcript;
    const ours = await runProgram(program);
    if (ours !== cpython) {
      return { program, cpython, ours };
    }
  }
  return undefined;
}

function* smallerOnes({ program }: Difference): Generator<Program> {
  for (const main of smallerLists(program.main)) {
    yield { ...program, main: main as Block };
  }
}

/** The list without one of its steps, with the step replaced by what it holds, or with a step that holds less. */
function* smallerLists(list: readonly unknown[]): Generator<unknown[]> {
  const areSteps = list.every(isStep);
  for (const [at, value] of list.entries()) {
    const replaceBy = (...values: unknown[]): unknown[] =>
      list.toSpliced(at, 1, ...values);
    if (areSteps) {
      yield replaceBy();
      for (const part of value as unknown[]) {
        if (isBlock(part)) {
          yield replaceBy(...part);
        }
      }
    }
    if (Array.isArray(value)) {
      for (const smaller of smallerLists(value)) {
        yield replaceBy(smaller);
      }
    }
  }
}

function isBlock(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > 0 && value.every(isStep);
}
