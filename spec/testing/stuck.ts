import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import {
  DeadlockError,
  runVirtual,
  type VirtualOptions,
} from "../../src/testing/index.ts";

/**
 * Finds the lines of a source file that end in a marking comment, such as `await forever; // (1)`.
 *
 * @returns `file:line` as a diagnosis shows it, for a marker that stands in the file exactly once
 */
export function placesIn(url: string): (marker: string) => string {
  const path = fileURLToPath(url);
  const lines = readFileSync(path, "utf8").split("\n");
  return (marker) => {
    const marked = lines.flatMap((line, index) =>
      line.endsWith(` // ${marker}`) ? [index + 1] : [],
    );
    expect(marked, `lines marked ${marker}`).toHaveLength(1);
    return `${relative(process.cwd(), path)}:${marked.join()}`;
  };
}

/** A text without the columns of its places, which change with every name. */
export function withoutColumns(text: string): string {
  return text.replaceAll(/(\.ts:\d+):\d+/g, "$1");
}

/** The error of a program that must fail. */
export async function failureOf(
  main: () => unknown,
  options?: VirtualOptions,
): Promise<unknown> {
  return runVirtual(main, options).then(
    () => expect.unreachable("the run succeeds"),
    (error: unknown) => error,
  );
}

/** What is blocked in a program that must deadlock: one line each. */
export async function blockedIn(
  main: () => unknown,
  options?: VirtualOptions,
): Promise<string[]> {
  const error = await failureOf(main, options);
  if (!(error instanceof DeadlockError)) {
    throw error;
  }
  const [first, ...blocked] = withoutColumns(error.message).split("\n  ");
  expect(first).toBe("Cannot finish: nothing is ready and no timer is pending");
  return blocked;
}
