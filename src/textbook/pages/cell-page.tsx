import type { ComponentChildren, VNode } from "preact";
import { pathOf, type Cell } from "../../chapter/contents.ts";
import type { RecordedLuck } from "../facts.ts";
import { levelsOf } from "../levels.ts";
import type { Topic } from "../topics.ts";
import { Prose } from "./document.tsx";
import { Certainty, Luck } from "./luck.tsx";
import { pageAbout, type Book } from "./page.tsx";
import { Program } from "./program.tsx";
import { PYTHON_NAMES, PythonTable, type NamePair } from "./python.tsx";
import { FileErrors, GroupProse, ruleGroups, RuleList } from "./rules.tsx";
import {
  FurtherRun,
  runsOf,
  Terminal,
  Timeline,
  type TitledRun,
} from "./run.tsx";

/** The page of a cell: its parts, and an overview of them. */
export function cellPage(book: Book, topic: Topic, cell: Cell): string {
  const parts = cellParts(book, topic, cell);
  const [luck] = lucksOf(topic);
  return pageAbout(
    book,
    topic,
    <>
      {luck && <Certainty luck={luck.luck} />}
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
    </>,
  );
}

/** A part of a cell's page, under its heading. */
interface CellPart {
  readonly id: string;
  readonly title: string;
  readonly content: ComponentChildren;
}

/** The parts, in the order in which they are read. */
function cellParts(book: Book, topic: Topic, cell: Cell): CellPart[] {
  const file = `src/chapter/${pathOf(cell)}.ts`;
  const tests = topic.specs.flatMap(({ fact }) => fact.tests);
  const runs = runsOf(tests);
  const lucks = lucksOf(topic);
  const names = PYTHON_NAMES[cell.name] as NamePair[];
  return [
    part("idea", "The idea", <Prose text={topic.idea} />),
    part("program", "The program", <Program book={book} file={file} />),
    part(
      "output",
      "The output",
      <Output run={runs[0]} cell={cell} luck={lucks[0]?.luck} />,
    ),
    part("timeline", "The timeline", <Timelines runs={runs} />),
    part("luck", "What is certain", <Lucks lucks={lucks} />),
    part("rules", "The rules", <Rules topic={topic} />),
    part("python", "Coming from Python", <PythonTable names={names} />),
  ];
}

function part(id: string, title: string, content: ComponentChildren): CellPart {
  return { id, title, content };
}

function Missing(): VNode {
  return <p class="absent">Not part of this run.</p>;
}

/** What the first run printed. */
function Output({
  run,
  cell,
  luck,
}: {
  readonly run: TitledRun | undefined;
  readonly cell: Cell;
  readonly luck: RecordedLuck | undefined;
}): VNode {
  return run === undefined ? (
    <Missing />
  ) : (
    <Terminal
      lines={run.run.lines}
      command={`npm start -- ${cell.number}`}
      levels={luck && levelsOf(luck)}
    />
  );
}

/** The drawing of the first run, and of each further run, which has its output there, too. */
function Timelines({
  runs: [first, ...further],
}: {
  readonly runs: readonly TitledRun[];
}): VNode {
  return (
    <>
      {first === undefined ? (
        <Missing />
      ) : (
        <Timeline run={first.run} id="run" />
      )}
      {further.map((run, index) => (
        <>
          <h3>
            <em>Also drawn: </em>
            {run.title}
          </h3>
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
      {lucks.map(({ luck, title }) => (
        <>
          {lucks.length > 1 && <h3>{title}</h3>}
          <Luck luck={luck} />
        </>
      ))}
    </>
  );
}

/** The prose of the first describe is left out: it is the idea, and stands above. */
function Rules({ topic }: { readonly topic: Topic }): VNode {
  return (
    <>
      {ruleGroups(topic).map((group, index) => (
        <>
          {group.depth > 1 && <h3>{group.title}</h3>}
          {index > 0 && <GroupProse group={group} />}
          <RuleList group={group} withRuns={false} />
        </>
      ))}
      <FileErrors topic={topic} />
    </>
  );
}
