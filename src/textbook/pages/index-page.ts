import { h, raw, type Markup } from "../markup.ts";
import type { RunFacts } from "../facts.ts";
import { inlineProse } from "../prose.ts";
import { sections, type Topic } from "../topics.ts";
import { errorBox } from "./boxes.ts";
import { page, twoDigits, type Book } from "./shell.ts";
import { coverageOf, stateClass, stateOf } from "./state.ts";

/** The first page: six sections, sixteen cells, and how many rules hold. */
export function indexPage(book: Book, facts: RunFacts): string {
  const { passed, failed, todo } = book.tally;
  return page(book, "index.html", "Async patterns — a living textbook", [
    h(
      "header",
      { class: "title cover" },
      h("p", { class: "eyebrow" }, "A living textbook"),
      h("h1", null, "Async patterns"),
      h(
        "p",
        { class: "lead" },
        "Sixteen small TypeScript programs about iterating, generating, framing, queueing and failing asynchronously. Every page was written by the test run that verified it.",
      ),
    ),
    h(
      "dl",
      { class: "tally" },
      figure(passed, passed === 1 ? "rule holds" : "rules hold", "holds"),
      figure(
        failed,
        failed === 1 ? "rule fails" : "rules fail",
        failed > 0 ? "fails" : "",
      ),
      todo > 0 ? figure(todo, "still untested", "") : null,
    ),
    facts.errors.map(errorBox),
    sections(book.topics).map(({ part, title, topics }) =>
      h("section", { class: `part-${part}` }, [
        h("h2", null, title),
        h(
          "ol",
          { class: "entries" },
          topics.map((topic) => entry(book, topic)),
        ),
      ]),
    ),
    book.hasCoverage
      ? h(
          "p",
          { class: "more" },
          h("a", { href: "../coverage/index.html" }, "The coverage report"),
          " shows every line of the source with how often the run executed it.",
        )
      : null,
    // Always the same words, since the same commit gives the same book: whether the report is there is the reader's affair.
    h(
      "p",
      { class: "more" },
      h("code", null, "npm run mutation"),
      " breaks the source in one place after the other, to see which rule notices, and writes ",
      h("a", { href: "../mutation/index.html" }, "the mutation report"),
      ".",
    ),
  ]);
}

function figure(count: number, text: string, kind: string): Markup {
  return h(
    "div",
    { class: kind },
    h("dt", null, text),
    h("dd", null, count.toLocaleString("en-US")),
  );
}

function entry(book: Book, topic: Topic): Markup {
  const { cell, source, tally, teaser } = topic;
  return h(
    "li",
    null,
    cell === undefined
      ? null
      : h(
          "span",
          { class: "number", "aria-hidden": "true" },
          twoDigits(cell.number),
        ),
    h(
      "div",
      null,
      h("h3", null, h("a", { href: topic.href }, topic.title)),
      teaser === "" ? null : raw("p", {}, inlineProse(teaser)),
    ),
    h(
      "p",
      { class: "facts" },
      h("span", { class: stateClass(tally) }, stateOf(tally)),
      cell !== undefined && source !== undefined && book.hasCoverage
        ? h(
            "a",
            {
              href: coverageOf(source),
              "aria-label": `Coverage of ${topic.title}`,
            },
            "Coverage",
          )
        : null,
    ),
  );
}
