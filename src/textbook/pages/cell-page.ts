import { h, raw, type Markup } from "../markup.ts";
import { pathOf, type Cell } from "../../chapter/contents.ts";
import type { RunFacts } from "../facts.ts";
import { prose } from "../prose.ts";
import { PYTHON_NAMES, type NamePair } from "../python-names.ts";
import type { ReadText, Topic } from "../topics.ts";
import { luckOf } from "./luck.ts";
import { linksOf, program } from "./program.ts";
import { groupProse, ruleGroups, ruleList } from "./rules.ts";
import { furtherRun, terminal, timeline } from "./run.ts";
import {
  coverageOf,
  page,
  stateClass,
  stateOf,
  twoDigits,
  type Book,
} from "./shell.ts";

/** A part of a page, with its heading. */
interface Part {
  readonly id: string;
  readonly title: string;
  readonly content: unknown;
}

/** The page of a cell: the idea, the program, what it printed, how it ran, what is luck, the rules, Python's names. */
export function cellPage(
  book: Book,
  topic: Topic,
  cell: Cell,
  facts: RunFacts,
  readText: ReadText,
): string {
  const tests = topic.specs.flatMap(({ fact }) => fact.tests);
  const runs = tests.flatMap(({ run, title }) => (run ? { run, title } : []));
  const lucks = tests.flatMap(({ luck, title }) =>
    luck ? { luck, title } : [],
  );
  const run = runs[0]?.run;
  const file = `src/chapter/${pathOf(cell)}.ts`;
  const source = readText(file) ?? "";
  const missing = h("p", { class: "absent" }, "Not part of this run.");
  const parts: Part[] = [
    {
      id: "idea",
      title: "The idea",
      content: raw("div", { class: "prose" }, prose(topic.idea)),
    },
    {
      id: "program",
      title: "The program",
      content: program(
        source,
        facts.coverage?.get(file),
        linksOf(source, file, book.topics),
      ),
    },
    {
      id: "output",
      title: "The output",
      content:
        run === undefined
          ? missing
          : terminal(run.lines, `npm start -- ${cell.number}`),
    },
    {
      id: "timeline",
      title: "The timeline",
      content: [
        run === undefined ? missing : timeline(run, "run"),
        runs
          .slice(1)
          .map(({ title, run }, index) => [
            h("h3", null, h("em", null, "Also drawn: "), title),
            furtherRun(run, `run-${index + 2}`, title),
          ]),
      ],
    },
    {
      id: "luck",
      title: "Guaranteed, or luck",
      content:
        lucks.length === 0
          ? missing
          : lucks.map(({ luck, title }) => [
              lucks.length > 1 ? h("h3", null, title) : null,
              luckOf(luck),
            ]),
    },
    {
      id: "rules",
      title: "The rules",
      content: [
        ruleGroups(topic).map((group, index) => [
          group.depth > 1 ? h("h3", null, group.title) : null,
          index > 0 ? groupProse(group) : null,
          ruleList(group, false),
        ]),
        fileErrors(topic),
      ],
    },
    {
      id: "python",
      title: "Coming from Python",
      content: pythonTable(PYTHON_NAMES[cell.name] as NamePair[]),
    },
  ];
  return page(
    book,
    topic.href,
    `${twoDigits(cell.number)} · ${topic.title} — Async patterns`,
    [
      h(
        "header",
        { class: "title" },
        h(
          "p",
          { class: "eyebrow" },
          `Section ${cell.section.number} · ${cell.section.title}`,
        ),
        h(
          "h1",
          null,
          h("span", { class: "number" }, twoDigits(cell.number)),
          topic.title,
        ),
        factsLine(book, topic),
      ),
      h(
        "nav",
        { class: "parts", "aria-label": "On this page" },
        parts.map(({ id, title }) => h("a", { href: `#${id}` }, title)),
      ),
      parts.map(({ id, title, content }) =>
        h("section", { id, "aria-labelledby": `${id}-heading` }, [
          h("h2", { id: `${id}-heading` }, title),
          content as Markup,
        ]),
      ),
      neighbours(book, topic),
    ],
  );
}

/** How many rules hold, and where the source and its coverage are. */
export function factsLine(book: Book, topic: Topic): Markup {
  const { source, tally } = topic;
  return h(
    "p",
    { class: "facts" },
    h("span", { class: stateClass(tally) }, stateOf(tally)),
    source === undefined ? null : h("code", null, source),
    source === undefined || !book.hasCoverage
      ? null
      : h("a", { href: coverageOf(source) }, "Coverage"),
  );
}

/** What kept a spec file from running. */
export function fileErrors({ specs }: Topic): Markup[] {
  return specs.flatMap(({ fact }) =>
    fact.errors.map((error) =>
      h("pre", { class: "error", tabIndex: 0 }, error),
    ),
  );
}

/** Python's names and TypeScript's, side by side, and what differs. */
export function pythonTable(names: readonly NamePair[]): Markup {
  return h(
    "div",
    { class: "wide", tabIndex: 0, role: "region", "aria-label": "Names" },
    h(
      "table",
      null,
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          ["Python", "TypeScript", "What differs"].map((text) =>
            h("th", { scope: "col" }, text),
          ),
        ),
      ),
      h(
        "tbody",
        null,
        names.map(({ python, typescript, differs }) =>
          h(
            "tr",
            null,
            h("td", null, h("code", null, python)),
            h("td", null, h("code", null, typescript)),
            h("td", null, differs),
          ),
        ),
      ),
    ),
  );
}

/** Previous, contents, next. */
export function neighbours({ topics }: Book, topic: Topic): Markup {
  const index = topics.indexOf(topic);
  return h(
    "nav",
    { class: "neighbours", "aria-label": "Neighbours" },
    neighbour("prev", topics[index - 1], "Previous"),
    h(
      "a",
      { class: "up", href: "index.html" },
      h("span", null, "Up"),
      "Contents",
    ),
    neighbour("next", topics[index + 1], "Next"),
  );
}

function neighbour(
  rel: "prev" | "next",
  to: Topic | undefined,
  text: string,
): Markup {
  return to === undefined
    ? h("span", null)
    : h("a", { rel, href: to.href }, h("span", null, text), to.title);
}
