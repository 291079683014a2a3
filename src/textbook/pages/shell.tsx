import type { ComponentChildren, VNode } from "preact";
import type { Tally } from "../facts.ts";
import { sections, type ContentsSection, type Topic } from "../topics.ts";
import { htmlDocument } from "./document.tsx";

/** What every page of the book knows of the book. */
export interface Book {
  readonly topics: readonly Topic[];
  readonly tally: Tally;
  /** Whether there is a coverage report beside the book. */
  readonly hasCoverage: boolean;
}

/**
 * Lets nothing in from outside. Browsers differ in whether 'self' covers the neighbours of a page that was opened from
 * the file system, so the scheme is allowed as well: pages that a server delivers cannot reach it.
 */
const POLICY = [
  "default-src 'none'",
  ...["script-src", "style-src", "font-src", "img-src"].map(
    (kind) => `${kind} 'self' file:`,
  ),
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** A whole page. */
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
  return htmlDocument(
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
}

/** The number and title of a topic, as it stands in lists. */
export function labelOf({ cell, title }: Topic): string {
  return cell === undefined ? title : `${twoDigits(cell.number)} ${title}`;
}

export function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

function TopBar(): VNode {
  return (
    <header class="top">
      <a class="home" href="index.html">
        Async patterns
      </a>
      <a class="to-contents" href="#contents">
        Contents
      </a>
      <SearchBox />
      <button class="theme" type="button" hidden>
        Theme: <span>auto</span>
      </button>
    </header>
  );
}

/** The script that shows it is in the browser. */
function SearchBox(): VNode {
  return (
    <div class="search" role="search" hidden>
      <input
        type="search"
        id="search"
        role="combobox"
        list={undefined}
        placeholder="Search"
        aria-label="Search rules and names"
        aria-controls="found"
        aria-expanded="false"
        aria-autocomplete="list"
        autocomplete="off"
      />
      <ul id="found" role="listbox" aria-label="Found" hidden />
    </div>
  );
}

/** The table of contents, with the page that it stands on marked. */
function Contents({
  book,
  href,
}: {
  readonly book: Book;
  readonly href: string;
}): VNode {
  return (
    <nav class="contents" id="contents" aria-label="Contents">
      {sections(book.topics).map((section) => (
        <ContentsPart section={section} href={href} />
      ))}
    </nav>
  );
}

function ContentsPart({
  section: { title, topics, part },
  href,
}: {
  readonly section: ContentsSection;
  readonly href: string;
}): VNode {
  const list = (
    <ul>
      {topics.map((topic) => (
        <ContentsEntry topic={topic} isHere={topic.href === href} />
      ))}
    </ul>
  );
  return part === "cell" || part === "chapter" ? (
    <>
      <h2>{title}</h2>
      {list}
    </>
  ) : (
    <details class="part" open={topics.some((topic) => topic.href === href)}>
      <summary>{title}</summary>
      {list}
    </details>
  );
}

function ContentsEntry({
  topic: { href, cell, title, tally },
  isHere,
}: {
  readonly topic: Topic;
  readonly isHere: boolean;
}): VNode {
  return (
    <li>
      <a href={href} aria-current={isHere ? "page" : undefined}>
        {cell && <span class="number">{twoDigits(cell.number)}</span>}
        {title}
        {tally.failed > 0 && <span class="fails"> fails</span>}
      </a>
    </li>
  );
}
