import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import type { LineHits } from "../../../src/textbook/facts.ts";
import { linksOf, Program } from "../../../src/textbook/pages/program.tsx";
import { topicsOf } from "../../../src/textbook/topics.ts";
import { files, runFacts, specFact } from "../fixtures.ts";

/** A program of two lines with code on them, on its page. */
function rendered(hits: LineHits | undefined, isScrolled = false): string {
  const coverage = hits && new Map([["a.ts", hits]]);
  const book = {
    facts: runFacts([], { coverage }),
    topics: [],
    readText: files({ "a.ts": "sleep(1);\n\nsleep(2);\n" }),
  };
  return renderToString(h(Program, { book, file: "a.ts", isScrolled }));
}

/*
 * The program stands on its page as it stands in its file. A bar marks the lines that the run executed: what a page shows
 * has run.
 */
describe("A program on its page", () => {
  it("a line that the run executed is marked", () => {
    const html = rendered(
      new Map([
        [1, 4],
        [3, 1],
      ]),
    );
    expect(html.match(/<li[^>]*>/g)).toEqual([
      "<li class=ran>",
      "<li>",
      "<li class=ran>",
    ]);
    expect(html).toContain("every line that can be executed");
  });

  it.each([
    ["a line", [3], "Not executed: line 3."],
    ["each of several lines", [1, 3], "Not executed: lines 1, 3."],
  ])("%s that the run did not execute is named", (_, missed, text) => {
    const html = rendered(
      new Map([1, 3].map((line) => [line, missed.includes(line) ? 0 : 1])),
    );
    expect(html).toContain("<li class=missed>");
    expect(html).toContain(text);
  });

  it("a line is an item of a list, and code in it where a reader may type", () => {
    expect(rendered(undefined)).toContain("<li> </li><li><b>sleep</b>");
    expect(rendered(undefined, true)).toContain("<code><b>sleep</b>");
  });

  it("no line is marked where the run measured no coverage", () => {
    expect(rendered(undefined)).not.toContain("figcaption");
  });

  it("a name that is imported from the library or from another cell is a link", () => {
    const links = linksIn(
      'import { sleep } from "../../patterns/sleep.ts";',
      'import type { Task, TaskBody } from "../../patterns/task.ts";',
      'import {\n  AsyncRange,\n} from "./01-async-range.ts";',
      'import { repr } from "../repr.ts";',
      'import { other } from "../explore.ts";',
    );
    expect(links).toEqual([
      ["sleep", "library-sleep.html"],
      ["Task", "library-task.html"],
      ["TaskBody", "library-task.html"],
      ["AsyncRange", "01-async-range.html"],
    ]);
  });

  it("a name that is imported from the package is a link to the page of its module", () => {
    const links = linksIn(
      'import { sleep, toArray, type Work } from "async-patterns";',
      'import { Task as Job, Halt, missing } from "async-patterns";',
      'import { explore, runVirtual } from "async-patterns/testing";',
    );
    expect(links).toEqual([
      ["sleep", "library-sleep.html"],
      ["Work", "library-task.html"],
      ["Job", "library-task.html"],
      ["Halt", "library-task.html"],
      ["explore", "kit-explore.html"],
    ]);
  });
});

/** The links of a cell in a project of a few modules, of which `async-iteration` and `run-virtual` have no page. */
function linksIn(...lines: string[]): [string, string][] {
  const facts = runFacts(
    [
      "spec/patterns/sleep.spec.ts",
      "spec/patterns/task.spec.ts",
      "spec/testing/explore/explore.spec.ts",
    ].map((file) => specFact(file)),
  );
  const readText = files({
    "src/index.ts": [
      'export { sleep } from "./patterns/sleep.ts";',
      'export {\n  type Task,\n  type TaskBody as Work,\n} from "./patterns/task.ts";',
      'export { Stop as Halt } from "./patterns/errors.ts";',
      'export { toArray } from "./patterns/async-iteration.ts";',
    ].join("\n"),
    "src/testing/index.ts": [
      'export { explore } from "./explore/explore.ts";',
      'export { runVirtual } from "./run-virtual.ts";',
    ].join("\n"),
    "src/patterns/errors.ts": 'export { Stop } from "./task.ts";',
    "src/patterns/sleep.ts": "",
    "src/patterns/task.ts": "",
    "src/chapter/1-async-iterators/01-async-range.ts": "",
  });
  const book = { facts, topics: topicsOf(facts, readText), readText };
  const cell = "src/chapter/1-async-iterators/02-async-comprehensions.ts";
  return [...linksOf(lines.join("\n"), cell, book)];
}
