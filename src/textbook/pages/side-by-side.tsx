import type { VNode } from "preact";
import { pathOf, type Cell } from "../../chapter/contents.ts";
import type { RecordedRun } from "../facts.ts";
import { highlight } from "../source/highlight.ts";
import { highlightPython } from "../source/python.ts";
import { raw } from "./document.tsx";
import type { Book } from "./page.tsx";

const FOLDER = "spec/textbook/python";

/** What CPython has printed, by the names of the programs. */
interface Recorded {
  readonly cpython: string;
  readonly cells: Readonly<
    Record<string, { readonly lines: readonly (readonly [number, string])[] }>
  >;
}

/** The cell's program beside the same in Python, block by block, and what differs. */
export function SideBySide({
  book,
  cell,
  run,
}: {
  readonly book: Book;
  readonly cell: Cell;
  readonly run: RecordedRun | undefined;
}): VNode | null {
  const path = pathOf(cell);
  const name = path.slice(path.lastIndexOf("/") + 1);
  const python = book.readText(`${FOLDER}/${name}.py`);
  if (python === undefined) {
    return null;
  }
  const typescript = blocksOf(String(book.readText(`src/chapter/${path}.ts`)));
  return (
    <>
      <div class="side-by-side">
        {blocksOf(python).map((block, at) => (
          <Pair typescript={typescript[at] ?? ""} python={block} />
        ))}
      </div>
      <Record book={book} name={name} run={run} />
    </>
  );
}

/** The declarations of a program, without its imports and what stands above them. */
export function blocksOf(source: string): string[] {
  return source
    .replace(/^\/\*[^]*?\*\/\n/, "")
    .trim()
    .split(/\n\n+(?=\S)/)
    .filter((block) => !/^(import|from) /.test(block));
}

function Pair({
  typescript,
  python,
}: {
  readonly typescript: string;
  readonly python: string;
}): VNode {
  const [, differs, code = python] =
    /^# Differs: (.*)\n([^]*)$/.exec(python) ?? [];
  return (
    <>
      <pre
        class="code"
        tabIndex={0}
        {...raw(highlight(typescript).join("\n"))}
      />
      <pre class="code" tabIndex={0} {...raw(highlightPython(code))} />
      {differs !== undefined && <p class="differs">{differs}</p>}
    </>
  );
}

/** Whether CPython prints the same. */
function Record({
  book,
  name,
  run,
}: {
  readonly book: Book;
  readonly name: string;
  readonly run: RecordedRun | undefined;
}): VNode {
  const text = String(book.readText(`${FOLDER}/recorded.json`));
  const { cpython, cells } = JSON.parse(text) as Recorded;
  const theirs = JSON.stringify(cells[name]?.lines);
  const ours = JSON.stringify(run?.lines.map(({ at, text }) => [at, text]));
  return (
    <p class="prose">
      CPython {cpython} has run the Python in virtual time.
      {theirs === ours &&
        " It printed the same lines as the TypeScript, at the same milliseconds."}
    </p>
  );
}
