import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import {
  exportsOf,
  linksOf,
  Listing,
} from "../../../src/textbook/pages/program.tsx";
import { files, runFacts, specFact } from "../fixtures.ts";
import { topicsOf } from "../../../src/textbook/topics.ts";

/*
 * The program stands on its page as it stands in its file. A bar marks the lines that the run executed: what a page shows
 * has run.
 */
describe("A program on its page", () => {
  const source = "sleep(1);\n\nsleep(2);\n";

  it("marks the lines that the run executed", () => {
    const html = renderToString(
      h(Listing, {
        source,
        hits: new Map([
          [1, 4],
          [3, 1],
        ]),
        links: new Map(),
      }),
    );
    expect(html.match(/<li[^>]*>/g)).toEqual([
      "<li class=ran>",
      "<li>",
      "<li class=ran>",
    ]);
    expect(html).toContain("every line with code on it");
  });

  it.each([
    [[3], "Not executed: line 3."],
    [[1, 3], "Not executed: lines 1, 3."],
  ])("names the lines that it did not: %j", (missed, text) => {
    const hits = new Map(
      [1, 3].map((line) => [line, missed.includes(line) ? 0 : 1]),
    );
    const html = renderToString(h(Listing, { source, hits, links: new Map() }));
    expect(html).toContain("<li class=missed>");
    expect(html).toContain(text);
  });

  it("marks nothing where the run measured no coverage", () => {
    const html = renderToString(
      h(Listing, { source, hits: undefined, links: new Map() }),
    );
    expect(html).not.toContain("figcaption");
  });

  it("links the names that it imports from the library or from another cell", () => {
    const text = [
      'import { sleep } from "../../patterns/sleep.ts";',
      'import type { Task, TaskBody } from "../../patterns/task.ts";',
      'import {\n  AsyncRange,\n} from "./01-async-range.ts";',
      'import { repr } from "../repr.ts";',
    ].join("\n");
    const facts = runFacts(
      ["sleep", "task"].map((name) =>
        specFact(`spec/patterns/${name}.spec.ts`),
      ),
    );
    const topics = topicsOf(
      facts,
      files({
        "src/patterns/sleep.ts": "",
        "src/patterns/task.ts": "",
        "src/chapter/1-async-iterators/01-async-range.ts": "",
      }),
    );
    const links = linksOf(
      text,
      "src/chapter/1-async-iterators/02-async-comprehensions.ts",
      topics,
    );
    expect(links).toEqual(
      new Map([
        ["sleep", "library-sleep.html"],
        ["Task", "library-task.html"],
        ["TaskBody", "library-task.html"],
        ["AsyncRange", "01-async-range.html"],
      ]),
    );
  });

  it("knows what a module exports", () => {
    const text =
      "export class A {}\nexport async function* b() {}\nconst c = 1;\nexport const d = 1;";
    expect(exportsOf("a.ts", files({ "a.ts": text }))).toEqual(["A", "b", "d"]);
  });
});
