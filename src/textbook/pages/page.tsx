import type { ComponentChildren, VNode } from "preact";
import type { RunFacts, Tally } from "../facts.ts";
import {
  PARTS,
  sections,
  type ContentsSection,
  type Part,
  type ReadText,
  type Topic,
} from "../topics.ts";
import { GLOSSARY_PAGE, withWords } from "../glossary.ts";
import { htmlDocument } from "./document.tsx";

/** What the pages of a book are made from. */
export interface Book {
  readonly facts: RunFacts;
  readonly topics: readonly Topic[];
  readonly readText: ReadText;
}

/**
 * Lets nothing in from outside. Browsers differ in whether 'self' covers the neighbours of a page that was opened from
 * the file system, so the scheme is allowed as well. Pages that a server delivers cannot reach it.
 */
const POLICY = [
  "default-src 'none'",
  // A reader's program is a blob, and so is the worker in which it runs.
  "script-src 'self' file: blob:",
  ...["style-src", "font-src", "img-src"].map((kind) => `${kind} 'self' file:`),
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** A page of the book. */
export function page(
  book: Book,
  href: string,
  title: string,
  content: ComponentChildren,
): string {
  const loads = (
    <>
      <link rel="stylesheet" href="assets/book.css" />
      <script src="assets/theme.js" />
      <script src="assets/book.js" defer />
    </>
  );
  const html = htmlDocument(
    { title, policy: POLICY, loads },
    <body>
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <TopBar />
      <div class="frame">
        <main id="content" tabIndex={-1}>
          {content}
        </main>
        <Contents book={book} href={href} />
      </div>
    </body>,
  );
  return href === GLOSSARY_PAGE ? html : withWords(html);
}

/** The page of a topic: its title, its content, and the ways on. */
export function pageAbout(
  book: Book,
  topic: Topic,
  content: ComponentChildren,
): string {
  const { cell, title, href } = topic;
  const number = cell === undefined ? "" : `${twoDigits(cell.number)} · `;
  return page(
    book,
    href,
    `${number}${title} — Async patterns`,
    <>
      <Title book={book} topic={topic} />
      {content}
      <Neighbours book={book} topic={topic} />
    </>,
  );
}

/** The number and title of a topic, as it stands in lists. */
export function labelOf({ cell, title }: Topic): string {
  return cell === undefined ? title : `${twoDigits(cell.number)} ${title}`;
}

export function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

/** What the page is about, in which part of the book it stands, and how many rules hold. */
function Title({
  book,
  topic: { part, cell, title, source, tally },
}: {
  readonly book: Book;
  readonly topic: Topic;
}): VNode {
  return (
    <header class="title">
      <p class="eyebrow">
        {cell
          ? `Section ${cell.section.number} · ${cell.section.title}`
          : PARTS.get(part)}
      </p>
      <h1>
        {cell && <span class="number">{twoDigits(cell.number)}</span>}
        {title}
      </h1>
      <p class="facts">
        <State tally={tally} />
        {source && <code>{source}</code>}
        <CoverageLink book={book} source={source} />
      </p>
    </header>
  );
}

/** How many rules hold. */
export function State({ tally }: { readonly tally: Tally }): VNode {
  return <span class={stateClass(tally)}>{stateOf(tally)}</span>;
}

/** `7 rules hold`, `1 of 7 rules fails`. */
function stateOf({ passed, failed, todo }: Tally): string {
  const open = todo > 0 ? `, ${todo} untested` : "";
  if (passed + failed === 0) {
    return `not part of this run${open}`;
  }
  const all = passed + failed;
  const rules = all === 1 ? "rule" : "rules";
  return failed > 0
    ? `${failed} of ${all} ${rules} ${failed === 1 ? "fails" : "fail"}${open}`
    : `${all} ${rules} ${all === 1 ? "holds" : "hold"}${open}`;
}

function stateClass({ passed, failed }: Tally): string {
  if (failed > 0) {
    return "state fails";
  }
  return passed > 0 ? "state holds" : "state absent";
}

/**
 * Where the coverage report shows a file of src, if there is such a report and such a file.
 * @param label what a screen reader calls it, where there are several
 */
export function CoverageLink({
  book,
  source,
  label,
}: {
  readonly book: Book;
  readonly source: string | undefined;
  readonly label?: string;
}): VNode | null {
  return source === undefined || !book.facts.coverage?.has(source) ? null : (
    <a href={`../coverage/${source}.html`} aria-label={label}>
      Coverage
    </a>
  );
}

/** The ways on: to the previous page, to the contents, to the next page. */
function Neighbours({
  book: { topics },
  topic,
}: {
  readonly book: Book;
  readonly topic: Topic;
}): VNode {
  const index = topics.indexOf(topic);
  return (
    <nav class="neighbours" aria-label="Neighbours">
      <Neighbour rel="prev" to={topics[index - 1]} text="Previous" />
      <a class="up" href="index.html">
        <span>Up</span>Contents
      </a>
      <Neighbour rel="next" to={topics[index + 1]} text="Next" />
    </nav>
  );
}

function Neighbour({
  rel,
  to,
  text,
}: {
  readonly rel: "prev" | "next";
  readonly to: Topic | undefined;
  readonly text: string;
}): VNode {
  return to === undefined ? (
    <span />
  ) : (
    <a rel={rel} href={to.href}>
      <span>{text}</span>
      {to.title}
    </a>
  );
}

/** What takes script, the search and the choice of a theme, is added by the script. */
function TopBar(): VNode {
  return (
    <header class="top">
      <a class="home" href="index.html">
        Async patterns
      </a>
      <a class="to-contents" href="#contents">
        Contents
      </a>
    </header>
  );
}

/**
 * The table of contents. It lists the guides, and the pages of the part that the page belongs to, and marks the page. The
 * other headings lead to their lists on the first page, the chapter's sections under one: all lists on all pages would
 * weigh more than what the pages say.
 */
function Contents({
  book,
  href,
}: {
  readonly book: Book;
  readonly href: string;
}): VNode {
  const here = book.topics.find((topic) => topic.href === href);
  const all = sections(book.topics);
  const isOfChapter = roomOf(here?.part ?? "chapter") === "chapter";
  return (
    <nav class="contents" id="contents" aria-label="Contents">
      {(isOfChapter ? all : withOneChapter(all)).map((section) => (
        <ContentsPart section={section} here={here} />
      ))}
    </nav>
  );
}

/** The chapter's sections and what looks back on them, under one heading, in place of the first of them. */
function withOneChapter(
  all: readonly ContentsSection[],
): readonly ContentsSection[] {
  const ofChapter = all.filter(({ part }) => roomOf(part) === "chapter");
  const topics = ofChapter.flatMap((section) => section.topics);
  return all.flatMap((section) => {
    if (section === ofChapter[0]) {
      return { ...section, title: "The chapter", topics };
    }
    return ofChapter.includes(section) ? [] : section;
  });
}

/** A heading, and the pages under it where they are listed. */
function ContentsPart({
  section: { href, part, title, topics },
  here,
}: {
  readonly section: ContentsSection;
  readonly here: Topic | undefined;
}): VNode {
  const room = roomOf(here?.part ?? "chapter");
  // Who works on the project has begun long ago.
  const isListed =
    roomOf(part) === room || (part === "guide" && room !== "workshop");
  return (
    <>
      <h2>
        <a href={href}>{title}</a>
        {!isListed && <Fails topics={topics} />}
      </h2>
      {isListed && (
        <ul>
          {listedOf(part, topics, here).map((topic) => (
            <ContentsEntry topic={topic} isHere={topic === here} />
          ))}
        </ul>
      )}
    </>
  );
}

/** Of the workshop, only the page itself: it has many pages, and an index of its own. */
function listedOf(
  part: Part,
  topics: readonly Topic[],
  here: Topic | undefined,
): readonly Topic[] {
  return part === "workshop" ? topics.filter((it) => it === here) : topics;
}

/** The looks back are listed together with the cells. */
function roomOf(part: Part): Part {
  return part === "cell" ? "chapter" : part;
}

function ContentsEntry({
  topic,
  isHere,
}: {
  readonly topic: Topic;
  readonly isHere: boolean;
}): VNode {
  const { href, cell, title } = topic;
  return (
    <li>
      <a href={href} aria-current={isHere ? "page" : undefined}>
        {cell && <span class="number">{twoDigits(cell.number)}</span>}
        {title}
        <Fails topics={[topic]} />
      </a>
    </li>
  );
}

/** Says so where a rule on one of the pages fails. */
function Fails({
  topics,
}: {
  readonly topics: readonly Topic[];
}): VNode | null {
  return topics.some(({ tally }) => tally.failed > 0) ? (
    <span class="fails"> fails</span>
  ) : null;
}
