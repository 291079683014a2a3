import { describe, expect, it } from "vitest";
import { makeBook } from "../../../src/textbook/book.ts";
import { blocksOf } from "../../../src/textbook/pages/side-by-side.tsx";
import {
  files,
  read,
  recorded,
  runFacts,
  specFact,
  testFact,
} from "../fixtures.ts";

const PATH = "chapter/1-async-iterators/01-async-range";
const PYTHON = `import asyncio


# Only here: it is in the library.
def two():
    return 2


# Differs: no type.
def one():
    return 1


def three():
    return 3
`;
const TYPESCRIPT = `/*
 * About it.
 */
import { sleep } from "async-patterns";

/** One. */
function one(): number {
  const n = 1;

  return n;
}
`;

/** The page of cell 1, after a run that printed "1". */
async function page(printed: string, ran = true) {
  const run = await recorded(() => console.log("1"));
  const recordOf = {
    cpython: "3.13.0",
    cells: { "01-async-range": { lines: [[0, printed]] } },
  };
  const book = makeBook(
    runFacts([
      specFact(`spec/${PATH}.spec.ts`, ran ? [testFact({ run })] : []),
    ]),
    files({
      [`src/${PATH}.ts`]: TYPESCRIPT,
      "spec/textbook/python/01-async-range.py": PYTHON,
      "spec/textbook/python/recorded.json": JSON.stringify(recordOf),
    }),
  );
  const html = book.get("01-async-range.html") ?? "";
  const part = html.slice(html.indexOf('<section id="python"'));
  return { html: part, text: read(new Map([["", part]]), "") };
}

/*
 * Who comes from Python reads the cell twice: on the left as it is, on the right as it would be there.
 */
describe("A cell beside the same in Python", () => {
  it("a program's blocks are its declarations, with what explains them", () => {
    expect(blocksOf(TYPESCRIPT)).toEqual([
      "/** One. */\nfunction one(): number {\n  const n = 1;\n\n  return n;\n}",
    ]);
    expect(blocksOf(PYTHON)).toEqual([
      "# Only here: it is in the library.\ndef two():\n    return 2",
      "# Differs: no type.\ndef one():\n    return 1",
      "def three():\n    return 3",
    ]);
  });

  it("each block stands beside its own, what the library has alone, and what differs below them", async () => {
    const { html, text } = await page("1");
    expect(html.match(/<pre class="code"/g)).toHaveLength(4);
    expect(html).toMatch(
      /<span><\/span><pre[^>]*><i>def<\/i> .*?<\/pre><p class="differs"><b>Only here:<\/b> it is in the library\.<\/p><pre[^>]*><i class=m>/s,
    );
    expect(text).toContain("return n; }");
    expect(html).toContain('<p class="differs"><b>Differs:</b> no type.</p>');
    expect(text).not.toContain("# Differs");
    expect(text).not.toContain("import");
  });

  it("that CPython has printed the same is said where it has", async () => {
    const same = "It printed the same lines";
    expect((await page("1")).text).toContain(
      `CPython 3.13.0 has run the Python in virtual time. ${same}`,
    );
    expect((await page("2")).text).not.toContain(same);
    expect((await page("1", false)).text).not.toContain(same);
  });
});
