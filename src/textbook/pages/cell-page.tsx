import type { VNode } from "preact";
import type { Cell } from "../../chapter/contents.ts";
import type { RunFacts } from "../facts.ts";
import type { ReadText, Topic } from "../topics.ts";
import { cellParts } from "./cell-parts.tsx";
import { Neighbours } from "./neighbours.tsx";
import { page, twoDigits, type Book } from "./shell.tsx";
import { FactsLine } from "./state.tsx";

/** The page of a cell: its title, and its parts with an overview of them. */
export function cellPage(
  book: Book,
  topic: Topic,
  cell: Cell,
  facts: RunFacts,
  readText: ReadText,
): string {
  const parts = cellParts(book, topic, cell, facts, readText);
  return page(
    book,
    topic.href,
    `${twoDigits(cell.number)} · ${topic.title} — Async patterns`,
    <>
      <Title book={book} topic={topic} cell={cell} />
      <nav class="parts" aria-label="On this page">
        {parts.map(({ id, title }) => (
          <a href={`#${id}`}>{title}</a>
        ))}
      </nav>
      {parts.map(({ id, title, content }) => (
        <section id={id} aria-labelledby={`${id}-heading`}>
          <h2 id={`${id}-heading`}>{title}</h2>
          {content}
        </section>
      ))}
      <Neighbours book={book} topic={topic} />
    </>,
  );
}

function Title({
  book,
  topic,
  cell: { number, section },
}: {
  readonly book: Book;
  readonly topic: Topic;
  readonly cell: Cell;
}): VNode {
  return (
    <header class="title">
      <p class="eyebrow">
        Section {section.number} · {section.title}
      </p>
      <h1>
        <span class="number">{twoDigits(number)}</span>
        {topic.title}
      </h1>
      <FactsLine book={book} topic={topic} />
    </header>
  );
}
