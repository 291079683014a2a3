import { h } from "../markup.ts";
import type { RunFacts } from "../facts.ts";
import { PYTHON_NAMES } from "../python-names.ts";
import type { Part, ReadText, Topic } from "../topics.ts";
import { neighbours } from "./neighbours.ts";
import { programIn } from "./program.ts";
import { pythonTable } from "./python-table.ts";
import { fileErrors, groupProse, ruleGroups, ruleList } from "./rules.ts";
import { page, type Book } from "./shell.ts";
import { factsLine } from "./state.ts";

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
  const groups = ruleGroups(topic);
  const names = PYTHON_NAMES[topic.href.replace(/^\w+-|\.html$/g, "")] ?? [];
  const file = topic.source;
  return page(book, topic.href, `${topic.title} — Async patterns`, [
    h(
      "header",
      { class: "title" },
      h("p", { class: "eyebrow" }, EYEBROWS[topic.part]),
      h("h1", null, topic.title),
      factsLine(book, topic),
    ),
    groups.map((group, index) =>
      h("section", { id: `part-${index + 1}` }, [
        group.title === ""
          ? null
          : h(group.depth > 1 ? "h3" : "h2", null, group.title),
        groupProse(group),
        ruleList(group, true),
      ]),
    ),
    fileErrors(topic),
    names.length === 0
      ? null
      : h("section", { id: "python" }, [
          h("h2", null, "Coming from Python"),
          pythonTable(names),
        ]),
    file === undefined
      ? null
      : h("section", { id: "source" }, [
          h("h2", null, "The source"),
          h(
            "details",
            { class: "source" },
            h("summary", null, file),
            programIn(file, book, facts, readText),
          ),
        ]),
    neighbours(book, topic),
  ]);
}
