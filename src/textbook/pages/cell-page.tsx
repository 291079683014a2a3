import type { ComponentChildren, VNode } from "preact";
import { pathOf, type Cell } from "../../chapter/contents.ts";
import type { RecordedLuck, RecordedRun } from "../facts.ts";
import { levelsOf } from "../levels.ts";
import { layOut } from "../timeline/layout.ts";
import { anchorOf } from "../prose.ts";
import type { Topic } from "../topics.ts";
import { Certainty, Luck } from "./luck.tsx";
import { pageAbout, type Book } from "./page.tsx";
import { Program } from "./program.tsx";
import { Prose } from "./prose.tsx";
import { PYTHON_NAMES, PythonTable, type NamePair } from "./python.tsx";
import { FileErrors, GroupProse, ruleGroups, RuleList } from "./rules.tsx";
import {
  FurtherRun,
  runsOf,
  Terminal,
  Timeline,
  type TitledRun,
} from "./run.tsx";
import { Walk } from "./stepper.tsx";
import { SideBySide } from "./side-by-side.tsx";
import { usesOf, UsesOfRules } from "./uses.tsx";

/** The page of a cell: its parts in the order in which they are read, and an overview of them. */
export function cellPage(book: Book, topic: Topic, cell: Cell): string {
  const tests = topic.specs.flatMap(({ fact }) => fact.tests);
  const runs = runsOf(tests);
  const lucks = lucksOf(topic);
  const names = PYTHON_NAMES[cell.name] as NamePair[];
  const [run, ...further] = runs;
  const [first] = lucks;
  const idea = part("idea", "The idea", <Prose text={topic.idea} />);
  const seen = viewParts(book, cell, run, first?.luck);
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
        <SideBySide book={book} cell={cell} run={run?.run} />
        <PythonTable names={names} />
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
      <View run={run?.run} file={fileOf(cell)} parts={seen} />
      <Sections parts={rest} />
      <p class="more">
        <a href={`exercises.html#${anchorOf(sectionOf(cell))}`}>Exercises</a>{" "}
        for this section.
      </p>
    </>,
  );
}

/** The heading of the exercises for a cell's section. */
function sectionOf({ section: { number, title } }: Cell): string {
  return `${number} · ${title}`;
}

/** A part of a cell's page, under its heading. */
interface CellPart {
  readonly id: string;
  readonly title: string;
  readonly content: ComponentChildren;
}

function Sections({ parts }: { readonly parts: readonly CellPart[] }): VNode {
  return (
    <>
      {parts.map(({ id, title, content }) => (
        <section id={id} aria-labelledby={`${id}-heading`}>
          <h2 id={`${id}-heading`}>{title}</h2>
          {content}
        </section>
      ))}
    </>
  );
}

function fileOf(cell: Cell): string {
  return `src/chapter/${pathOf(cell)}.ts`;
}

/** What is seen at once, and walked through together: the program, what it printed, and its drawing. */
function viewParts(
  book: Book,
  cell: Cell,
  run: TitledRun | undefined,
  luck: RecordedLuck | undefined,
): CellPart[] {
  return [
    part(
      "program",
      "The program",
      <Program book={book} file={fileOf(cell)} isScrolled />,
    ),
    part(
      "timeline",
      "The timeline",
      run === undefined ? (
        <Missing />
      ) : (
        <Timeline layout={layOut(run.run.timeline)} id="run" isFolded />
      ),
    ),
    part("output", "The output", <Output run={run} cell={cell} luck={luck} />),
  ];
}

/** Side by side where there is room. */
function View({
  run,
  file,
  parts,
}: {
  readonly run: RecordedRun | undefined;
  readonly file: string;
  readonly parts: readonly CellPart[];
}): VNode {
  const [program, ...beside] = parts as [CellPart, ...CellPart[]];
  const content = (
    <div class="side-by-side">
      <Sections parts={[program]} />
      <div class="beside">
        <Sections parts={beside} />
      </div>
    </div>
  );
  return run === undefined ? (
    content
  ) : (
    <Walk
      run={run}
      layout={layOut(run.timeline)}
      id="run"
      kind="run view"
      file={file}
    >
      {content}
    </Walk>
  );
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
