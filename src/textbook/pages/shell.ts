import type { ComponentChildren } from "preact";
import { h, type Markup } from "../markup.ts";
import type { Tally } from "../facts.ts";
import { sections, type Topic } from "../topics.ts";
import { htmlDocument } from "./document.ts";

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
  return htmlDocument(
    {
      title,
      policy: POLICY,
      loads: [
        h("link", { rel: "stylesheet", href: "assets/book.css" }),
        h("script", { src: "assets/theme.js" }),
        h("script", { src: "assets/book.js", defer: true }),
      ],
    },
    h(
      "body",
      null,
      h("a", { class: "skip", href: "#content" }, "Skip to the content"),
      header(),
      h(
        "div",
        { class: "frame" },
        h("main", { id: "content", tabIndex: -1 }, content),
        contents(book, href),
      ),
    ),
  );
}

/** The number and title of a topic, as it stands in lists. */
export function labelOf({ cell, title }: Topic): string {
  return cell === undefined ? title : `${twoDigits(cell.number)} ${title}`;
}

export function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

function header(): Markup {
  return h(
    "header",
    { class: "top" },
    h("a", { class: "home", href: "index.html" }, "Async patterns"),
    h("a", { class: "to-contents", href: "#contents" }, "Contents"),
    h(
      "div",
      { class: "search", role: "search", hidden: true },
      h("input", {
        type: "search",
        id: "search",
        role: "combobox",
        placeholder: "Search",
        "aria-label": "Search rules and names",
        "aria-controls": "found",
        "aria-expanded": "false",
        "aria-autocomplete": "list",
        autocomplete: "off",
      }),
      h("ul", {
        id: "found",
        role: "listbox",
        "aria-label": "Found",
        hidden: true,
      }),
    ),
    h(
      "button",
      { class: "theme", type: "button", hidden: true },
      "Theme: ",
      h("span", null, "auto"),
    ),
  );
}

function contents({ topics }: Book, href: string): Markup {
  const entry = (topic: Topic): Markup =>
    h(
      "li",
      null,
      h(
        "a",
        {
          href: topic.href,
          ...(topic.href === href ? { "aria-current": "page" } : {}),
        },
        topic.cell === undefined
          ? null
          : h("span", { class: "number" }, twoDigits(topic.cell.number)),
        topic.title,
        topic.tally.failed > 0 ? h("span", { class: "fails" }, " fails") : null,
      ),
    );
  return h(
    "nav",
    { class: "contents", id: "contents", "aria-label": "Contents" },
    sections(topics).map(({ title, topics, part }) => {
      const list = h("ul", null, topics.map(entry));
      const isOpen = part === "cell" || part === "chapter";
      const isHere = topics.some((topic) => topic.href === href);
      return isOpen
        ? [h("h2", null, title), list]
        : h(
            "details",
            { class: "part", open: isHere },
            h("summary", null, title),
            list,
          );
    }),
  );
}
