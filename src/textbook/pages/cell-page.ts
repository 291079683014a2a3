import type { Cell } from "../../chapter/contents.ts";
import type { RunFacts } from "../facts.ts";
import { h, type Markup } from "../markup.ts";
import type { ReadText, Topic } from "../topics.ts";
import { cellParts, type CellPart } from "./cell-parts.ts";
import { neighbours } from "./neighbours.ts";
import { page, twoDigits, type Book } from "./shell.ts";
import { factsLine } from "./state.ts";

/** The page of a cell: its title, and its parts with an overview of them. */
export function cellPage(
  book: Book,
  topic: Topic,
  cell: Cell,
  facts: RunFacts,
  readText: ReadText,
): string {
  const parts = cellParts(book, topic, cell, facts, readText);
  const title = `${twoDigits(cell.number)} · ${topic.title} — Async patterns`;
  return page(book, topic.href, title, [
    header(book, topic, cell),
    h(
      "nav",
      { class: "parts", "aria-label": "On this page" },
      parts.map(({ id, title }) => h("a", { href: `#${id}` }, title)),
    ),
    parts.map(section),
    neighbours(book, topic),
  ]);
}

function header(book: Book, topic: Topic, { number, section }: Cell): Markup {
  return h(
    "header",
    { class: "title" },
    h(
      "p",
      { class: "eyebrow" },
      `Section ${section.number} · ${section.title}`,
    ),
    h(
      "h1",
      null,
      h("span", { class: "number" }, twoDigits(number)),
      topic.title,
    ),
    factsLine(book, topic),
  );
}

function section({ id, title, content }: CellPart): Markup {
  const heading = `${id}-heading`;
  return h(
    "section",
    { id, "aria-labelledby": heading },
    h("h2", { id: heading }, title),
    content,
  );
}
