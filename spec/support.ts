import type { VirtualRun } from "../src/testing/index.ts";
import { stamp } from "../src/chapter/player.ts";

/**
 * What a terminal shows, written as an indented literal; every line ends with a newline.
 *
 * - The margin is two columns more than the indentation of the closing backtick, so a line may begin with spaces.
 * - What stands behind `←` is a remark to the reader, no part of the output.
 *
 * @example
 *   expect(output).toBe(terminal`
 *     Async for loop:
 *       0               ← the first number
 *   `);
 */
export function terminal(literal: TemplateStringsArray): string {
  const lines = literal.join("").split("\n").slice(1);
  const margin = (lines.pop() ?? "").length + 2;
  return lines
    .map((line) => line.slice(margin).replace(/ +← .*$/, "") + "\n")
    .join("");
}

/** What a virtual run printed, each line behind its millisecond: `  10 ms |   Produced: 0`. */
export function stamped(run: VirtualRun<unknown>): string {
  return run.lines.map((line) => stamp(line) + "\n").join("");
}
