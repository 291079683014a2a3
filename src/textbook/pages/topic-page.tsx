import type { VNode } from "preact";
import type { RunFacts } from "../facts.ts";
import type { Part, ReadText, Topic } from "../topics.ts";
import { FactsLine, Neighbours, page, type Book } from "./page.tsx";
import { programIn } from "./program.tsx";
import { PYTHON_NAMES, PythonTable } from "./python.tsx";
import {
  FileErrors,
  GroupProse,
  ruleGroups,
  RuleList,
  type RuleGroup,
} from "./rules.tsx";

const EYEBROWS: Readonly<Record<Part, string>> = {
  cell: "",
  chapter: "Looking back",
  library: "The library",
  kit: "The test kit",
  workshop: "Behind the scenes",
};

/** The page of anything but a cell: its describes are the headings, their prose the text, their tests the rules. */
export function topicPage(
  book: Book,
  topic: Topic,
  facts: RunFacts,
  readText: ReadText,
): string {
  const names = PYTHON_NAMES[topic.href.replace(/^\w+-|\.html$/g, "")] ?? [];
  const { source } = topic;
  return page(
    book,
    topic.href,
    `${topic.title} — Async patterns`,
    <>
      <header class="title">
        <p class="eyebrow">{EYEBROWS[topic.part]}</p>
        <h1>{topic.title}</h1>
        <FactsLine book={book} topic={topic} />
      </header>
      {ruleGroups(topic).map((group, index) => (
        <Group group={group} id={`part-${index + 1}`} />
      ))}
      <FileErrors topic={topic} />
      {names.length > 0 && (
        <section id="python">
          <h2>Coming from Python</h2>
          <PythonTable names={names} />
        </section>
      )}
      {source && (
        <section id="source">
          <h2>The source</h2>
          <details class="source">
            <summary>{source}</summary>
            {programIn(source, book, facts, readText)}
          </details>
        </section>
      )}
      <Neighbours book={book} topic={topic} />
    </>,
  );
}

function Group({
  group,
  id,
}: {
  readonly group: RuleGroup;
  readonly id: string;
}): VNode {
  const Heading = group.depth > 1 ? "h3" : "h2";
  return (
    <section id={id}>
      {group.title !== "" && <Heading>{group.title}</Heading>}
      <GroupProse group={group} />
      <RuleList group={group} withRuns />
    </section>
  );
}
