import { describe, expect, it } from "vitest";
import { main as workers } from "../../src/chapter/4-producer-consumer/11-worker-pool.ts";
import { makeBook } from "../../src/textbook/book.ts";
import type { RunFacts, TestFact } from "../../src/textbook/facts.ts";
import { files, recorded, runFacts, specFact, testFact } from "./fixtures.ts";

const CELL = "4-producer-consumer/11-worker-pool";
const SPEC = `spec/chapter/${CELL}.spec.ts`;
const SOURCE = `src/chapter/${CELL}.ts`;

const project = files({
  [SOURCE]:
    'import { sleep } from "../../patterns/event-loop.ts";\nsleep(1);\n',
  [SPEC]:
    '/*\n * Six items, made by one and processed by two.\n */\ndescribe("A thing", () => {});\n',
  "src/patterns/event-loop.ts": "export function sleep(ms) {}\n",
});

const library = specFact("spec/patterns/event-loop.spec.ts", [
  testFact(),
  testFact({ title: "holds deeper", groups: ["A thing", "within"] }),
]);

/** The book of a run in which cell 11 had these tests. */
function bookOf(
  tests: readonly TestFact[],
  more: Partial<RunFacts> = {},
): Map<string, string> {
  return makeBook(runFacts([specFact(SPEC, tests), library], more), project);
}

/** What a reader reads on a page. */
function read(book: Map<string, string>, name: string): string {
  return (book.get(name) ?? "")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ");
}

/*
 * The book is made of nothing but what the run recorded and the sources say: a page for each cell, concept and part of
 * the test kit, an index and an index for the search.
 */
describe("The book", () => {
  it("shows on a cell's page, in this order, all that is known of the cell", async () => {
    const run = await recorded(workers);
    const luck = {
      schedules: 1,
      departures: 0,
      complete: true,
      outcomes: [{ output: "a\n", count: 1, schedule: "the ordinary order" }],
    };
    const book = bookOf([testFact({ run, luck })]);
    const html = book.get("11-worker-pool.html") ?? "";
    expect(
      Array.from(html.matchAll(/<section id="(\w+)"/g), ([, id]) => id),
    ).toEqual([
      "idea",
      "program",
      "output",
      "timeline",
      "luck",
      "rules",
      "python",
    ]);
    const text = read(book, "11-worker-pool.html");
    expect(text).toContain("Six items, made by one and processed by two.");
    expect(text).toContain("$ npm start -- 11 --virtual");
    expect(text).toContain("80 ms All results: [0, 10, 20, 30, 40, 50]");
    expect(text).toContain("main, Worker-0, Worker-1; 25 turns in 80 ms");
    expect(text).toContain("so the output is guaranteed");
    expect(text).toContain("asyncio.Queue(maxsize=5)");
    expect(html).toContain('<a href="library-event-loop.html">sleep</a>');
    expect(html).toContain('rel="prev" href="10-database-connection.html"');
    expect(html).toContain('rel="next" href="12-sentinel-shutdown.html"');
  });

  it("draws every run that a cell's spec left behind, and tells each test's luck", async () => {
    const run = await recorded(() => console.log("at once"));
    const luck = { schedules: 1, departures: 0, complete: true, outcomes: [] };
    const tests = ["first", "second"].map((title) =>
      testFact({ title, run, luck }),
    );
    const text = read(bookOf(tests), "11-worker-pool.html");
    expect(text).toContain("Also drawn: second");
    expect(text).toContain("$ npm start -- 11 at once");
    expect(text).toContain("at 0 ms: from left to right turn follows on turn");
  });

  it("gives each region of a page a name of its own, also where there are several runs", async () => {
    const run = await recorded(() => console.log("at once"));
    const tests = ["first", "second", "third"].map((title) =>
      testFact({ title, run }),
    );
    const html = String(bookOf(tests).get("11-worker-pool.html"));
    const regions = html.matchAll(/role="region" aria-label="([^"]*)"/g);
    const names = Array.from(regions, ([, name]) => name);
    expect(names).toContain("Output: second");
    expect(names).toContain("Timeline: third");
    expect(names).toEqual([...new Set(names)]);
  });

  it("shows the rules of inner describes under headings of their own", () => {
    const tests = [testFact(), testFact({ groups: ["A thing", "within"] })];
    expect(bookOf(tests).get("11-worker-pool.html")).toContain(
      "<h3>within</h3>",
    );
  });

  it("shows rules outside of any describe, too", () => {
    const spec = specFact("spec/testing/loose.spec.ts", [
      testFact({ title: "holds alone", groups: [] }),
    ]);
    expect(
      read(makeBook(runFacts([spec]), project), "kit-loose.html"),
    ).toContain("holds alone");
  });

  it("leaves gaps that say so where only a part of the specs ran", () => {
    const text = read(bookOf([]), "12-sentinel-shutdown.html");
    expect(text).toContain("not part of this run");
    expect(text).toContain("Not part of this run.");
  });

  it("shows a failing test on its page, and counts it on the index", () => {
    const failed = testFact({
      title: "breaks",
      state: "failed",
      errors: ["expected 1"],
    });
    const book = bookOf([testFact(), failed]);
    expect(read(book, "11-worker-pool.html")).toContain("1 of 2 rules fails");
    expect(read(book, "11-worker-pool.html")).toContain("expected 1");
    expect(read(book, "index.html")).toContain("rules hold 3 rule fails 1");
    expect(read(book, "index.html")).toContain("Worker pool fails");
  });

  it("counts on the index what failed outside of tests, and what is untested", () => {
    const todo = testFact({ title: "untested: luck", state: "todo" });
    const book = makeBook(
      runFacts(
        [
          specFact(SPEC, [testFact(), todo]),
          specFact("spec/a.spec.ts", [], ["SyntaxError"]),
        ],
        {
          errors: ["unhandled"],
        },
      ),
      project,
    );
    const text = read(book, "index.html");
    expect(text).toContain("rule holds 1 rules fail 2 still untested 1");
    expect(text).toContain("unhandled");
    expect(text).toContain("1 rule holds, 1 untested");
    expect(read(book, "workshop-a.html")).toContain("SyntaxError");
  });

  it("counts several failures, and says so in the plural", () => {
    const failed = testFact({ state: "failed" });
    expect(read(bookOf([failed, failed]), "11-worker-pool.html")).toContain(
      "2 of 2 rules fail",
    );
  });

  it("links the coverage report where the run measured it", () => {
    const coverage = new Map([[SOURCE, new Map([[2, 1]])]]);
    const book = bookOf([testFact()], { coverage });
    expect(book.get("index.html")).toContain(
      `href="../coverage/${SOURCE}.html"`,
    );
    expect(book.get("11-worker-pool.html")).toContain(
      `href="../coverage/${SOURCE}.html"`,
    );
    expect(bookOf([]).get("index.html")).not.toContain("../coverage");
  });

  it("links the mutation report with the command that writes it, whether it is there or not", () => {
    const [, words] =
      /<p class="more">(.*mutation.*)<\/p>/.exec(
        bookOf([]).get("index.html") ?? "",
      ) ?? [];
    expect(words).toBe(
      '<code>npm run mutation</code> breaks the source in one place after the other, to see which rule notices, and writes <a href="../mutation/index.html">the mutation report</a>.',
    );
  });

  it("shows on a concept's page its describes, its rules and its source", () => {
    const book = bookOf([]);
    const html = book.get("library-event-loop.html") ?? "";
    expect(
      Array.from(html.matchAll(/<h[123][^>]*>([^<]*)/g), ([, text]) => text),
    ).toEqual(
      expect.arrayContaining([
        "Event loop",
        "A thing",
        "within",
        "Coming from Python",
        "The source",
      ]),
    );
  });

  it("has an index for the search, of pages, names and rules", () => {
    const script =
      bookOf([testFact({ title: "holds", line: 4 })]).get(
        "assets/search-index.js",
      ) ?? "";
    const entries = JSON.parse(
      script.replace(/^globalThis.textbookIndex = |;\n$/g, ""),
    ) as object[];
    expect(entries).toContainEqual({
      href: "11-worker-pool.html",
      page: "11 Worker pool",
      text: "Worker pool. Six items, made by one and processed by two.",
      kind: "page",
    });
    expect(entries).toContainEqual({
      href: "library-event-loop.html",
      page: "Event loop",
      text: "sleep",
      kind: "name",
    });
    expect(entries).toContainEqual({
      href: "11-worker-pool.html#rule-1",
      page: "11 Worker pool",
      text: "holds",
      kind: "rule",
    });
  });

  it("forbids each page whatever comes from outside", () => {
    const pages = [...bookOf([testFact()])].filter(([name]) =>
      name.endsWith(".html"),
    );
    const policy = "default-src 'none'; script-src 'self' file:;";
    const foreign =
      /(?:href|src)="(?:https?:|\/)|<script>|<style|style="| on\w+="/;
    const open = pages.filter(
      ([, text]) => !text.includes(policy) || foreign.test(text),
    );
    expect(open).toEqual([]);
  });

  it("is the same, byte for byte, for the same run", async () => {
    const make = async () =>
      bookOf([testFact({ run: await recorded(workers) })]);
    expect(await make()).toEqual(await make());
  });
});
