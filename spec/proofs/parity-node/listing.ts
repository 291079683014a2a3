import type { Program } from "./program.ts";

/** A program as one would read it: a step a line, what a step holds indented below it. */
export function listing({ ending, listens, main }: Program): string {
  const ends = ending === "empty" ? "when nothing is left" : "at a moment";
  const what = listens ? "what nobody handles is listened to" : "no listeners";
  return [`ends ${ends}; ${what}`, ...linesOf(main)].join("\n");
}

function linesOf(steps: readonly unknown[]): string[] {
  return (steps as readonly (readonly unknown[])[]).flatMap((step) => {
    const words = step.filter((part) => !isBlock(part)).map(shown);
    const blocks = step.filter(isBlock).map(linesOf);
    const filled = blocks.map((lines) => (lines.length > 0 ? lines : ["·"]));
    const [first = [], ...others] = filled.map((lines) =>
      lines.map((line) => `  ${line}`),
    );
    return [
      words.join(" "),
      ...first,
      ...others.flatMap((lines) => [`and`, ...lines]),
    ];
  });
}

/** The steps that a step holds; lists of numbers are no block. */
export function isBlock(part: unknown): part is readonly unknown[] {
  return Array.isArray(part) && part.every((each) => Array.isArray(each));
}

function shown(part: unknown): string {
  return Array.isArray(part) ? `[${part.join(", ")}]` : String(part);
}
