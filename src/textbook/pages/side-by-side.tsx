import type { VNode } from "preact";
import type { RecordedRun } from "../facts.ts";
import { highlight } from "../source/highlight.ts";
import { highlightPython } from "../source/python.ts";
import type { Shown } from "../topics.ts";
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

/** A program beside the same in Python, block by block, and what differs. */
export function SideBySide({
  book,
  shown: { file, python: name },
  run,
}: {
  readonly book: Book;
  readonly shown: Shown;
  readonly run: RecordedRun | undefined;
}): VNode | null {
  const python = book.readText(`${FOLDER}/${name}.py`);
  if (python === undefined) {
    return null;
  }
  const typescript = blocksOf(String(book.readText(file)));
  return (
    <>
      <div class="side-by-side">
        {blocksOf(python).map((block) => (
          <Pair
            typescript={isOwn(block) ? "" : (typescript.shift() ?? "")}
            python={block}
          />
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

/** Whether a block of Python has no counterpart, since the library has what it is for. */
export function isOwn(block: string): boolean {
  return block.startsWith("# Only here: ");
}

function Pair({
  typescript,
  python,
}: {
  readonly typescript: string;
  readonly python: string;
}): VNode {
  const [, what, differs, code = python] =
    /^# (Differs|Only here): (.*)\n([^]*)$/.exec(python) ?? [];
  return (
    <>
      {typescript === "" ? (
        <span />
      ) : (
        <pre
          class="code"
          tabIndex={0}
          {...raw(highlight(typescript).join("\n"))}
        />
      )}
      <pre class="code" tabIndex={0} {...raw(highlightPython(code))} />
      {differs !== undefined && (
        <p class="differs">
          <b>{what}:</b> {differs}
        </p>
      )}
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
