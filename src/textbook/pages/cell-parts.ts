import type { ComponentChildren } from "preact";
import { pathOf, type Cell } from "../../chapter/contents.ts";
import type { RunFacts, TestFact } from "../facts.ts";
import { h, raw } from "../markup.ts";
import { prose } from "../prose.ts";
import { PYTHON_NAMES, type NamePair } from "../python-names.ts";
import type { ReadText, Topic } from "../topics.ts";
import { luckOf } from "./luck.ts";
import { programIn } from "./program.ts";
import { pythonTable } from "./python-table.ts";
import { fileErrors, groupProse, ruleGroups, ruleList } from "./rules.ts";
import { furtherRun, runsOf, type TitledRun } from "./run.ts";
import type { Book } from "./shell.ts";
import { terminal } from "./terminal.ts";
import { timeline } from "./timeline.ts";

/** A part of a cell's page, under its heading. */
export interface CellPart {
  readonly id: string;
  readonly title: string;
  readonly content: ComponentChildren;
}

/** What is told of a cell: the idea, the program, what it printed, how it ran, what is luck, the rules, Python's names. */
export function cellParts(
  book: Book,
  topic: Topic,
  cell: Cell,
  facts: RunFacts,
  readText: ReadText,
): CellPart[] {
  const file = `src/chapter/${pathOf(cell)}.ts`;
  const tests = topic.specs.flatMap(({ fact }) => fact.tests);
  const runs = runsOf(tests);
  const names = PYTHON_NAMES[cell.name] as NamePair[];
  return [
    part("idea", "The idea", raw("div", { class: "prose" }, prose(topic.idea))),
    part("program", "The program", programIn(file, book, facts, readText)),
    part("output", "The output", output(runs, cell)),
    part("timeline", "The timeline", timelines(runs)),
    part("luck", "Guaranteed, or luck", lucks(tests)),
    part("rules", "The rules", rules(topic)),
    part("python", "Coming from Python", pythonTable(names)),
  ];
}

function part(id: string, title: string, content: ComponentChildren): CellPart {
  return { id, title, content };
}

function missing(): ComponentChildren {
  return h("p", { class: "absent" }, "Not part of this run.");
}

/** What the first run printed. */
function output([first]: readonly TitledRun[], cell: Cell): ComponentChildren {
  return first === undefined
    ? missing()
    : terminal(first.run.lines, `npm start -- ${cell.number}`);
}

/** The drawing of the first run; of each further one its output, too. */
function timelines([
  first,
  ...further
]: readonly TitledRun[]): ComponentChildren {
  return [
    first === undefined ? missing() : timeline(first.run, "run"),
    further.map((run, index) => [
      h("h3", null, h("em", null, "Also drawn: "), run.title),
      furtherRun(run, `run-${index + 2}`),
    ]),
  ];
}

function lucks(tests: readonly TestFact[]): ComponentChildren {
  const lucks = tests.flatMap(({ luck, title }) =>
    luck ? { luck, title } : [],
  );
  return lucks.length === 0
    ? missing()
    : lucks.map(({ luck, title }) => [
        lucks.length > 1 ? h("h3", null, title) : null,
        luckOf(luck),
      ]);
}

/** The prose of the first describe is the idea, and stands above. */
function rules(topic: Topic): ComponentChildren {
  return [
    ruleGroups(topic).map((group, index) => [
      group.depth > 1 ? h("h3", null, group.title) : null,
      index > 0 ? groupProse(group) : null,
      ruleList(group, false),
    ]),
    fileErrors(topic),
  ];
}
