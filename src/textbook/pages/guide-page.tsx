import type { VNode } from "preact";
import type { TestFact } from "../facts.ts";
import { GLOSSARY } from "../glossary.ts";
import { highlight } from "../source/highlight.ts";
import type { Topic } from "../topics.ts";
import { raw } from "./document.tsx";
import { Luck } from "./luck.tsx";
import { pageAbout, type Book } from "./page.tsx";
import { linksOf } from "./program.tsx";
import { Prose } from "./prose.tsx";
import { FileErrors, ruleGroups, RuleList } from "./rules.tsx";
import { FurtherRun, Terminal } from "./run.tsx";
import { Missing, part, Sections, View, viewParts } from "./view.tsx";

/*
 * A guide is markdown. Where a line stands alone in braces, something comes from the project or from the run:
 *
 *   {file PATH}       a file, whole
 *   {program PATH}    a program, what is in its main being written as code of the module
 *   {output TITLE}    what the test with that title has printed
 *   {run TITLE}       the same, and its drawing
 *   {shown TITLE}     the text that the test has left behind
 *   {section PATH #HEADING}  what stands under a heading of another text
 *   {answer TITLE}    the same as {output TITLE}, folded
 *   {solution PATH}   the same as {program PATH}, folded
 *   {view PATH TITLE}  a program, its output and its drawing side by side, and what is certain of them
 *   {mend PATH TITLE}  a program to be mended, so that it prints what the test with that title has printed
 *   {line}, {words}   the diagram of the line of turns, and the words of the book
 */

/** The page of a guide. */
export function guidePage(book: Book, topic: Topic, guide: string): string {
  const pieces = guide.split(/^(\{.*\})$/m);
  return pageAbout(
    book,
    topic,
    <>
      <div class="guide">
        {pieces.map((piece, at) =>
          at % 2 === 0 ? (
            <Prose text={piece} />
          ) : (
            <Inserted book={book} directive={piece} id={`run-${at}`} />
          ),
        )}
      </div>
      <section id="rules">
        <h2>What has been run</h2>
        {ruleGroups(topic).map((group) => (
          <RuleList group={group} withRuns={false} />
        ))}
        <FileErrors topic={topic} />
      </section>
    </>,
  );
}

function Inserted({
  book,
  directive,
  id,
}: {
  readonly book: Book;
  readonly directive: string;
  readonly id: string;
}): VNode {
  const [kind, ...words] = directive.slice(1, -1).split(" ");
  const what = words.join(" ");
  if (kind === "line") {
    return <TurnLine />;
  }
  if (kind === "words") {
    return <Words />;
  }
  if (kind === "answer" || kind === "solution") {
    const shown = kind === "answer" ? "output" : "program";
    return (
      <details class="answer">
        <summary>The {kind}</summary>
        <Inserted book={book} directive={`{${shown} ${what}}`} id={id} />
      </details>
    );
  }
  if (kind === "file" || kind === "program") {
    return <Listing book={book} file={what} isWhole={kind === "file"} />;
  }
  if (kind === "section") {
    const [path, heading] = what.split(" #") as [string, string];
    return <Prose text={sectionOf(book.readText(path) ?? "", heading)} />;
  }
  if (kind === "view") {
    return <Seen book={book} what={what} />;
  }
  if (kind === "mend") {
    const [file, title] = split(what);
    const lines = testOf(book, title)?.run?.lines ?? [];
    const goal = lines.map(({ text }) => `${text}\n`).join("");
    return <Listing book={book} file={file} isWhole={false} goal={goal} />;
  }
  const test = testOf(book, what);
  if (test?.shown !== undefined && kind === "shown") {
    return (
      <pre class="code" tabIndex={0}>
        {test.shown}
      </pre>
    );
  }
  if (test?.run === undefined) {
    return <p class="absent">Not part of this run.</p>;
  }
  return kind === "run" ? (
    <FurtherRun run={{ run: test.run, title: what }} id={id} />
  ) : (
    <Terminal lines={test.run.lines} label={`Output: ${what}`} />
  );
}

/** A path, and the words behind it. */
function split(what: string): [path: string, title: string] {
  const [path = "", ...words] = what.split(" ");
  return [path, words.join(" ")];
}

function Seen({
  book,
  what,
}: {
  readonly book: Book;
  readonly what: string;
}): VNode {
  const [file, title] = split(what);
  const luck = book.facts.specs
    .find((spec) => spec.tests.some((test) => test.title === title))
    ?.tests.find((test) => test.luck !== undefined)?.luck;
  const viewed = { file, run: testOf(book, title)?.run, luck };
  const certain = luck === undefined ? <Missing /> : <Luck luck={luck} />;
  return (
    <>
      <View {...viewed} parts={viewParts(book, viewed)} />
      <Sections parts={[part("luck", "What is certain", certain)]} />
    </>
  );
}

/** What stands under a heading of the second level, without the heading. */
function sectionOf(text: string, heading: string): string {
  const sections = text.split(/^## /m);
  const section = sections.find((it) => it.startsWith(`${heading}\n`)) ?? "";
  return section.slice(heading.length);
}

function testOf({ facts }: Book, title: string): TestFact | undefined {
  return facts.specs
    .flatMap(({ tests }) => tests)
    .find((test) => test.title === title);
}

/** A file as one would type it. */
function Listing({
  book,
  file,
  isWhole,
  goal,
}: {
  readonly book: Book;
  readonly file: string;
  readonly isWhole: boolean;
  /** What it must print once it is mended. The script in the browser has the reader try. */
  readonly goal?: string;
}): VNode {
  const source = (book.readText(file) ?? "").trimEnd();
  const isTyped = isWhole || goal !== undefined;
  const typed = isTyped ? source : withoutMain(source);
  const html = highlight(typed, linksOf(source, file, book)).join("\n");
  const name = file.slice(file.lastIndexOf("/") + 1);
  return (
    <figure
      class="listing"
      data-goal={goal}
      data-program={isTyped ? undefined : inAddress(`${source}\n`)}
    >
      {isWhole && <figcaption>{name}</figcaption>}
      <pre class="code" tabIndex={0} {...raw(html)} />
    </figure>
  );
}

/** Text as an address keeps it. */
function inAddress(text: string): string {
  return Buffer.from(text).toString("base64url");
}

/** What stands in the function main of a program is written as code of the module, which it could be as well. */
export function withoutMain(source: string): string {
  return source.replace(
    /^export async function main\(\).* \{\n([\s\S]*?)^\}$/m,
    (_, body: string) => body.replaceAll(/^ {2}/gm, "").trimEnd(),
  );
}

/** The line of turns, as a list that reads from its front to its end. */
function TurnLine(): VNode {
  return (
    <ol class="turn-line" aria-label="The line of turns, from its front">
      <li class="front">
        <b>runs</b>
        <span>until it waits</span>
      </li>
      <li>
        <b>next</b>
        <span>has been in line longest</span>
      </li>
      <li>…</li>
      <li class="end">
        <b>end of the line</b>
        <span>
          joins: who gives up its turn, who is woken, who is started, whose
          deadline is due
        </span>
      </li>
    </ol>
  );
}

/** The words of the book, each with an anchor of its own. */
function Words(): VNode {
  return (
    <dl class="words-of-book">
      {Array.from(GLOSSARY, ([word, meaning]) => (
        <div id={word}>
          <dt>{word}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
