import type { VNode } from "preact";
import type { Cell } from "../../chapter/contents.ts";
import type { RecordedLuck } from "../facts.ts";
import { anchorOf } from "../prose.ts";
import type { Shown, Topic } from "../topics.ts";
import { Certainty, Luck } from "./luck.tsx";
import { pageAbout, type Book } from "./page.tsx";
import { Prose } from "./prose.tsx";
import { PYTHON_NAMES, PythonTable } from "./python.tsx";
import { FileErrors, GroupProse, ruleGroups, RuleList } from "./rules.tsx";
import { FurtherRun, runsOf, type TitledRun } from "./run.tsx";
import { SideBySide } from "./side-by-side.tsx";
import { usesOf, UsesOfRules } from "./uses.tsx";
import { Missing, part, Sections, View, viewParts } from "./view.tsx";

/** The page of a cell, or of another program in that form: its parts in the order in which they are read, and an overview. */
export function programPage(book: Book, topic: Topic, shown: Shown): string {
  const { cell } = topic;
  const tests = topic.specs.flatMap(({ fact }) => fact.tests);
  const runs = runsOf(tests);
  const lucks = lucksOf(topic);
  const names = shown.concepts.flatMap((name) => PYTHON_NAMES[name] ?? []);
  const [run, ...further] = runs;
  const [first] = lucks;
  const idea = part("idea", "The idea", <Prose text={topic.idea} />);
  const viewed = {
    file: shown.file,
    run: run?.run,
    command: cell && `npm start -- ${cell.number}`,
    luck: first?.luck,
  };
  const seen = viewParts(book, viewed);
  const rest = [
    ...(further.length === 0
      ? []
      : [part("also", "Also drawn", <Further runs={further} />)]),
    part("luck", "What is certain", <Lucks lucks={lucks} />),
    part("rules", "The rules", <Rules book={book} topic={topic} />),
    part(
      "python",
      "Coming from Python",
      <>
        <SideBySide book={book} shown={shown} run={run?.run} />
        {names.length > 0 && <PythonTable names={names} />}
      </>,
    ),
  ];
  return pageAbout(
    book,
    topic,
    <>
      {first && <Certainty luck={first.luck} />}
      <nav class="parts" aria-label="On this page">
        {[idea, ...seen, ...rest].map(({ id, title }) => (
          <a href={`#${id}`}>{title}</a>
        ))}
      </nav>
      <Sections parts={[idea]} />
      <View {...viewed} parts={seen} />
      <Sections parts={rest} />
      {cell === undefined ? (
        <Concepts book={book} concepts={shown.concepts} />
      ) : (
        <p class="more">
          <a href={`exercises.html#${anchorOf(sectionOf(cell))}`}>Exercises</a>{" "}
          for this section.
        </p>
      )}
    </>,
  );
}

/** The heading of the exercises for a cell's section. */
function sectionOf({ section: { number, title } }: Cell): string {
  return `${number} · ${title}`;
}

/** Where all rules of what the program shows stand. */
function Concepts({
  book,
  concepts,
}: {
  readonly book: Book;
  readonly concepts: readonly string[];
}): VNode | null {
  const hrefs = concepts.map((name) => `library-${name}.html`);
  const pages = book.topics.filter(({ href }) => hrefs.includes(href));
  return pages.length === 0 ? null : (
    <p class="more">
      All rules:{" "}
      {pages.map(({ href, title }, at) => (
        <>
          {at > 0 && ", "}
          <a href={href}>{title}</a>
        </>
      ))}
      .
    </p>
  );
}

/** Each further run, with its output and its drawing. */
function Further({ runs }: { readonly runs: readonly TitledRun[] }): VNode {
  return (
    <>
      {runs.map((run, index) => (
        <>
          <h3>{run.title}</h3>
          <FurtherRun run={run} id={`run-${index + 2}`} />
        </>
      ))}
    </>
  );
}

/** What a test found of a program's outcomes, under the test's title. */
interface TitledLuck {
  readonly luck: RecordedLuck;
  readonly title: string;
}

/** The first is the cell's own. */
function lucksOf({ specs }: Topic): TitledLuck[] {
  return specs
    .flatMap(({ fact }) => fact.tests)
    .flatMap(({ luck, title }) => (luck ? [{ luck, title }] : []));
}

function Lucks({ lucks }: { readonly lucks: readonly TitledLuck[] }): VNode {
  return lucks.length === 0 ? (
    <Missing />
  ) : (
    <>
      {lucks.map(({ luck, title }, index) => (
        <>
          {lucks.length > 1 && <h3>{title}</h3>}
          <Luck
            luck={luck}
            id={index === 0 ? "outcome" : `search-${index + 1}-outcome`}
          />
        </>
      ))}
    </>
  );
}

/** The prose of the first describe is left out: it is the idea, and stands above. */
function Rules({
  book,
  topic,
}: {
  readonly book: Book;
  readonly topic: Topic;
}): VNode {
  const uses = usesOf(book, topic);
  return (
    <>
      {ruleGroups(topic).map((group, index) => (
        <>
          {group.depth > 1 && <h3>{group.title}</h3>}
          {index > 0 && <GroupProse group={group} />}
          <RuleList group={group} withRuns={false} links={uses.links} />
        </>
      ))}
      <FileErrors topic={topic} />
      <UsesOfRules book={book} uses={uses} heading="h3" />
    </>
  );
}
