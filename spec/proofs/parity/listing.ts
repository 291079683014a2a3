import type { Program } from "./program.ts";

/** A program for the reader: a line for each step, and what a step holds is indented below it. */
export function listing({ queues, things, main }: Program): string {
  const kinds = queues.map(
    ([kind, maxsize], id) => `queue q${id}: ${kind}, maxsize ${maxsize}`,
  );
  const made = things.map((thing, id) => `thing s${id}: ${thing.join(" ")}`);
  return [...kinds, ...made, ...linesOf(main)].join("\n");
}

function linesOf(steps: readonly unknown[]): string[] {
  return steps.flatMap((step) => {
    if (!isStep(step)) {
      return ["·", ...indent(linesOf(step as unknown[]))];
    }
    const words = step.filter((part) => !Array.isArray(part));
    const parts = step.filter((part) => Array.isArray(part));
    return [words.join(" "), ...parts.flatMap(partOf)];
  });
}

/** A part of a step: numbers, a block, or a manager or a source, whose own parts stand below dots. */
function partOf(part: readonly unknown[]): string[] {
  if (part.every((value) => typeof value === "number")) {
    return part.length > 0 ? indent([part.join(" ")]) : indent(["·"]);
  }
  if (part.every(isStep)) {
    return indent(linesOf(part));
  }
  return indent(
    part.flatMap((inner) =>
      Array.isArray(inner) ? ["·", ...partOf(inner)] : [String(inner)],
    ),
  );
}

/** A step, or a stage of a pipeline: a list that begins with a name. */
export function isStep(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && typeof value[0] === "string";
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
