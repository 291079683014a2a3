import { readFileSync } from "node:fs";
import { Marked, type Tokens } from "marked";
import { describe, expect, it } from "vitest";
import { runVirtual } from "../../../src/testing/index.ts";
import { PYTHON_NAMES } from "../../../src/textbook/pages/python.tsx";
import { pairs } from "./programs.ts";
import recorded from "./recorded.json" with { type: "json" };

/*
 * What stands beside a Python name in the README and in this book is no hearsay. Each row rests on a small program that
 * was written twice: CPython ran the one, and what it noted is recorded; the other runs here. Where the two languages
 * agree, the notes are the same. Where they do not, they differ, and the row has to say so.
 */
describe("Coming from Python", () => {
  // Behind its title, which vitest would put in quotes and cut.
  const titled = (all: typeof pairs) =>
    all.map((each) => [each.title, each] as const);
  const notes = new Map<string, string[]>(Object.entries(recorded.notes));
  const same = pairs.filter(({ differs }) => differs === undefined);
  const different = pairs.filter(({ differs }) => differs !== undefined);

  it.each(titled(same))("is the same in both: %s", async (title, { run }) => {
    expect(await notesOf(run)).toEqual(notes.get(title));
  });

  it.each(titled(different))("differs: %s", async (_, pair) => {
    expect(await notesOf(pair.run)).toEqual(pair.differs);
    expect(notes.get(pair.title)).not.toEqual(pair.differs);
  });

  it("was recorded for these programs and no others", () => {
    const titles = pairs.map(({ title }) => title);
    expect([...notes.keys()].toSorted()).toEqual(titles.toSorted());
  });

  it("has a program behind each row of the README and of the book", () => {
    const rows = [
      ...rowsOfReadme(),
      ...Object.values(PYTHON_NAMES).flatMap((names) =>
        names.map(({ python }) => python),
      ),
    ];
    const proven = new Set(pairs.flatMap((pair) => pair.rows));
    expect(rows.filter((row) => !proven.has(row))).toEqual([]);
    expect([...proven].filter((row) => !rows.includes(row))).toEqual([]);
  });
});

async function notesOf(
  run: (note: (line: string) => void) => Promise<void>,
): Promise<string[]> {
  const lines: string[] = [];
  await runVirtual(() => run((line) => void lines.push(line)));
  return lines;
}

/** What stands in the first column of the README's table of Python names. */
function rowsOfReadme(): string[] {
  const tokens = new Marked().lexer(readFileSync("README.md", "utf8"));
  const tables = tokens.filter(({ type }) => type === "table");
  const table = (tables as Tokens.Table[]).find(
    ({ header }) => header[0]?.text === "Python",
  );
  return (table?.rows ?? []).map(([python]) =>
    String(python?.text).replaceAll("`, `", ", ").replaceAll("`", ""),
  );
}
