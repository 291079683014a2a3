import type { VNode } from "preact";
import type { Topic } from "../topics.ts";
import type { Book } from "./shell.tsx";

/** Previous, contents, next. */
export function Neighbours({
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
