import type { VNode } from "preact";
import type { Topic } from "../topics.ts";
import { labelOf, pageAbout, type Book } from "./page.tsx";
import { linksOf, Program } from "./program.tsx";
import { inlineProse, tableIn } from "../prose.ts";
import { raw } from "./document.tsx";
import { NamesTable, PYTHON_NAMES, PythonTable } from "./python.tsx";
import {
  FileErrors,
  GroupProse,
  ruleGroups,
  RuleList,
  type RuleGroup,
} from "./rules.tsx";
import { usesOf, UsesOfRules, type Uses } from "./uses.tsx";

/** The page of anything but a cell: its describes are the headings, their prose the text, their tests the rules. */
export function topicPage(book: Book, topic: Topic): string {
  const names = PYTHON_NAMES[topic.name] ?? [];
  const { source } = topic;
  const uses = usesOf(book, topic);
  return pageAbout(
    book,
    topic,
    <>
      {topic.name === ALL_NAMES && <AllNames book={book} />}
      <InUse programs={programsWith(book, topic)} />
      {ruleGroups(topic).map((group, index) => (
        <Group
          group={group}
          id={`part-${index + 1}`}
          links={uses.links}
          isTitle={group.title === topic.title}
          hasColours={topic.part !== "workshop"}
        />
      ))}
      <FileErrors topic={topic} />
      <UsesOfRules book={book} uses={uses} />
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
            <Program book={book} file={source} />
          </details>
        </section>
      )}
    </>,
  );
}

/** A page leads to no more programs than these. */
const MOST_PROGRAMS = 3;

/** The programs of the book that use what a page explains, those that are about it first. */
function programsWith(book: Book, { name, href }: Topic): Topic[] {
  return book.topics
    .flatMap((topic) => {
      const { program } = topic;
      if (program === undefined) {
        return [];
      }
      const { file, concepts } = program;
      const links = linksOf(book.readText(file) ?? "", file, book);
      return [...links.values()].includes(href)
        ? [{ topic, isAbout: concepts.includes(name) }]
        : [];
    })
    .toSorted((one, other) => Number(other.isAbout) - Number(one.isAbout))
    .slice(0, MOST_PROGRAMS)
    .map(({ topic }) => topic);
}

function InUse({
  programs,
}: {
  readonly programs: readonly Topic[];
}): VNode | null {
  return programs.length === 0 ? null : (
    <p class="prose">
      In use:{" "}
      {programs.map((topic, index) => (
        <>
          {index > 0 && ", "}
          <a href={topic.href}>{labelOf(topic)}</a>
        </>
      ))}
    </p>
  );
}

/** The page that has the names of Python in one table, as the README has them. */
const ALL_NAMES = "coming-from-python";

function AllNames({ book }: { readonly book: Book }): VNode {
  const rows = tableIn(book.readText("README.md") ?? "", "Python");
  return (
    <section id="names">
      <h2>The names</h2>
      <NamesTable
        rows={rows.map((row) =>
          row.map((cell) => <span {...raw(inlineProse(cell))} />),
        )}
      />
    </section>
  );
}

function Group({
  group,
  id,
  links,
  isTitle,
  hasColours,
}: {
  readonly group: RuleGroup;
  readonly id: string;
  readonly links: Uses["links"];
  /** Whether the page is called the same: then it need not be read twice. */
  readonly isTitle: boolean;
  readonly hasColours: boolean;
}): VNode {
  const Heading = group.depth > 1 ? "h3" : "h2";
  return (
    <section id={id}>
      {group.title !== "" && (
        <Heading class={isTitle ? "unseen" : undefined}>{group.title}</Heading>
      )}
      <GroupProse group={group} />
      <RuleList group={group} withRuns links={links} hasColours={hasColours} />
    </section>
  );
}
