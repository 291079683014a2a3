import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  proseOf,
  readSpec,
  testAt,
} from "../../../src/textbook/source/spec-source.ts";

const SOURCE = `
/*
 * The idea,
 * in prose.
 */
describe("A thing", () => {
  const notes = true;
  it("holds", () => {
    expect(1).toBe(1);
  });

  it.each([1, 2])("holds for %d", (n) => {
    expect(n).toBe(n);
  });

  it.each\`n\`("holds in a table", () => {});
  it.todo(title);
});
`;

/*
 * The book shows the prose above each describe, and each rule with its code. Both are read from the spec file itself, so
 * nothing is written twice.
 */
describe("Reading a spec", () => {
  it("each describe and each test is found with its title and its lines", () => {
    const calls = readSpec(SOURCE).map(
      ({ kind, title, firstLine, lastLine }) =>
        `${kind} ${title}, ${firstLine} to ${lastLine}`,
    );
    expect(calls).toEqual([
      "describe A thing, 6 to 18",
      "test holds, 8 to 10",
      "test holds for %d, 12 to 14",
      "test holds in a table, 16 to 16",
      "test undefined, 17 to 17",
    ]);
  });

  it("a title reads the same, whatever quotes it has", () => {
    const calls = readSpec(`it('says "no"', f); it("says \\"yes\\"", f);`);
    expect(calls.map(({ title }) => title)).toEqual([
      'says "no"',
      'says "yes"',
    ]);
  });

  it("the comment above a describe is its prose", () => {
    const proses = readSpec(SOURCE).map(({ prose }) => prose);
    expect(proses.filter(Boolean)).toEqual(["The idea,\nin prose."]);
  });

  it("a line belongs to the test around it", () => {
    const calls = readSpec(SOURCE);
    expect(testAt(calls, 12)?.title).toBe("holds for %d");
    expect(testAt(calls, 7)).toBe(undefined);
  });

  it("a comment loses its stars", () => {
    expect(proseOf("/** One line. */")).toBe("One line.");
    expect(proseOf("/*\n * - a\n *   b\n */")).toBe("- a\n  b");
  });

  it("each spec of this project has its idea where the book finds it", () => {
    const without = specsIn("spec").filter(
      (file) => !/ \*\/\n\s*describe\b/.test(readFileSync(file, "utf8")),
    );
    expect(without).toEqual(["spec/guides/test-with-it/fetch-all.spec.ts"]);
  });
});

function specsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      return entry.name === "node_modules" ? [] : specsIn(path);
    }
    return path.endsWith(".spec.ts") ? [path] : [];
  });
}
