import { describe, expect, it } from "vitest";
import { main as workers } from "../../src/chapter/4-producer-consumer/11-worker-pool.ts";
import { makeBook } from "../../src/textbook/book.ts";
import {
  bookOf,
  files,
  project,
  read,
  recorded,
  runFacts,
  SOURCE,
  SPEC,
  specFact,
  testFact,
} from "./fixtures.ts";

/*
 * The book is made of nothing but what the run recorded and the sources say: a page for each cell, concept and part of
 * the test kit, an index and an index for the search.
 */
describe("The book", () => {
  it("a concept's page shows its describes, its rules and its source", () => {
    const book = bookOf([]);
    const html = book.get("library-sleep.html") ?? "";
    expect(
      Array.from(html.matchAll(/<h[123][^>]*>([^<]*)/g), ([, text]) => text),
    ).toEqual(
      expect.arrayContaining([
        "Sleep",
        "A thing",
        "within",
        "Coming from Python",
        "The source",
      ]),
    );
  });

  it("a concept's page leads to three programs that use it, first to those that are about it", () => {
    const using = 'import { Lock } from "async-patterns";\n';
    const cells = ["01-async-range", "02-async-comprehensions", "03-paginator"];
    const book = makeBook(
      runFacts([
        specFact("spec/patterns/lock.spec.ts"),
        specFact("spec/guides/beyond/lock.spec.ts"),
      ]),
      files({
        "src/index.ts": 'export { Lock } from "./patterns/lock.ts";\n',
        "src/patterns/lock.ts": "",
        "spec/guides/beyond/lock.ts": using,
        ...Object.fromEntries(
          cells.map((name) => [
            `src/chapter/1-async-iterators/${name}.ts`,
            using,
          ]),
        ),
      }),
    );
    expect(read(book, "library-lock.html")).toContain(
      "In use: A lock , 01 Async range , 02 Async comprehensions",
    );
    expect(read(book, "library-lock.html")).not.toContain(", 03 Paginator");
    expect(read(bookOf([]), "library-sleep.html")).toContain(
      "In use: 11 Worker pool",
    );
    expect(read(book, "beyond-lock.html")).not.toContain("In use");
  });

  it("a rule outside of any describe is shown, too", () => {
    const spec = specFact("spec/testing/loose.spec.ts", [
      testFact({ title: "holds alone", groups: [] }),
    ]);
    expect(
      read(makeBook(runFacts([spec]), project), "kit-loose.html"),
    ).toContain("holds alone");
  });

  it("a failing test is shown on its page, and counts on the index", () => {
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
    expect(read(book, "index.html")).toContain(
      "Every page was written by a test run that did not verify all of it.",
    );
    expect(read(bookOf([testFact()]), "index.html")).toContain(
      "Every page was written by the test run that verified it.",
    );
  });

  it("a page lists the pages of its own part, and leads to the other lists on the index", () => {
    const book = bookOf([testFact({ state: "failed" })]);
    const contents = (name: string): string =>
      /<nav class="contents".*<\/nav>/s.exec(book.get(name) ?? "")?.[0] ?? "";
    const headings = (name: string): string[] =>
      Array.from(
        contents(name).matchAll(/href="index\.html#([^"]*)/g),
        ([, id]) => String(id),
      );
    const ids = [1, 2, 3, 4, 5, 6].map((number) => `section-${number}`);
    const others = ["beyond", "library", "field"];
    for (const name of ["index.html", "concepts.html"]) {
      expect(headings(name)).toEqual(["guide", ...ids, "chapter", ...others]);
    }
    expect(headings("library-sleep.html")).toEqual([
      "guide",
      "section-1",
      ...others,
    ]);
    for (const id of headings("index.html")) {
      expect(book.get("index.html")).toContain(`<section id="${id}">`);
    }
    expect(contents("concepts.html")).toContain(
      '<a href="concepts.html" aria-current="page">Key concepts</a>',
    );
    expect(contents("concepts.html")).toContain(
      '<a href="11-worker-pool.html"><span class="number">11</span>Worker pool<span class="fails"> fails</span></a>',
    );
    expect(contents("concepts.html")).not.toContain("library-sleep.html");
    expect(contents("index.html")).toContain("11-worker-pool.html");
    expect(contents("library-sleep.html")).toContain(
      '<ul><li><a href="library-sleep.html" aria-current="page">Sleep</a></li></ul>',
    );
    expect(contents("library-sleep.html")).not.toContain("11-worker-pool");
    expect(contents("library-sleep.html")).toContain(
      '<a href="index.html#section-1">The chapter</a><span class="fails"> fails</span></h2>',
    );
  });

  it("a page of the workshop leads to the pages to begin with, and does not list them", () => {
    const specs = ["spec/patterns/sleep.spec.ts", "spec/testing/loose.spec.ts"];
    const facts = runFacts(specs.map((file) => specFact(file, [testFact()])));
    const book = makeBook(facts, project);
    expect(book.get("library-sleep.html")).toContain('<a href="use-it.html">');
    expect(book.get("kit-loose.html")).not.toContain("use-it.html");
    expect(book.get("kit-loose.html")).toContain("index.html#guide");
  });

  it("a page of the workshop shows its code without colours", () => {
    const specs = ["spec/patterns/sleep.spec.ts", "spec/testing/loose.spec.ts"];
    const tests = [testFact({ line: 2 })];
    const facts = runFacts(specs.map((file) => specFact(file, tests)));
    const source =
      'describe("A thing", () => {\n  it("holds", () => {});\n});\n';
    const texts = specs.map((file) => [file, source]);
    const book = makeBook(facts, files(Object.fromEntries(texts)));
    expect(book.get("library-sleep.html")).toContain("<pre><b>it</b>(");
    expect(book.get("kit-loose.html")).toContain("<pre>it(");
  });

  it("the index counts what failed outside of tests, and what is untested", () => {
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

  it("several failures are told in the plural", () => {
    const failed = testFact({ state: "failed" });
    expect(read(bookOf([failed, failed]), "11-worker-pool.html")).toContain(
      "2 of 2 rules fail",
    );
  });

  it("the coverage report is a link where the run measured it", () => {
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

  it("the command that writes the mutation report stands beside its path, which is no link, since the report may not be there", () => {
    const [, words] =
      /<p class="more">(.*mutation.*)<\/p>/.exec(
        bookOf([]).get("index.html") ?? "",
      ) ?? [];
    expect(words).toBe(
      "<code>npm run mutation</code> breaks the source in one place after the other, to see which rule notices, and writes its report to <code>reports/mutation/index.html</code>.",
    );
  });

  it("the search has an index of pages, their names here and in Python, errors and rules", () => {
    const script =
      bookOf([testFact({ title: "holds", line: 4 })]).get(
        "assets/search-index.js",
      ) ?? "";
    const index = JSON.parse(
      script.replace(/^globalThis.textbookIndex = |;\n$/g, ""),
    ) as object[];
    expect(index).toContainEqual({
      href: "11-worker-pool.html",
      page: "11 Worker pool",
      text: "Worker pool. Six items, made by one and processed by two.",
      part: "cell",
      names: [],
      aliases: expect.arrayContaining(["back-pressure"]) as string[],
      python: expect.arrayContaining(["task.cancel()"]) as string[],
      errors: [],
      headings: {},
      rules: ["holds"],
    });
    expect(index).toContainEqual({
      href: "library-sleep.html",
      page: "Sleep",
      text: "Sleep. ",
      part: "library",
      names: ["sleep", "wake"],
      aliases: ["asyncio.sleep", "delay", "sleep(0)"],
      python: ["await asyncio.sleep(0)", "await asyncio.sleep(0.02)"],
      errors: ["Cannot sleep: it must be a number, received"],
      headings: {},
      rules: ["holds", "holds deeper"],
    });
  });

  it("the page for those who come from Python has the names of the README in one table", () => {
    const spec = "spec/patterns/coming-from-python/coming-from-python.spec.ts";
    const facts = runFacts([specFact(spec, [testFact()])]);
    const readme =
      "| Python | here | what differs |\n| - | - | - |\n| `await task` | the same | **nothing** |\n";
    const pageOf = (texts: Record<string, string>): string =>
      makeBook(facts, files(texts)).get("library-coming-from-python.html") ??
      "";
    expect(pageOf({ "README.md": readme })).toContain(
      "<tr><td><span><code>await task</code></span></td><td><span>the same</span></td><td><span><strong>nothing</strong></span></td></tr>",
    );
    expect(pageOf({})).toContain("<h1>Coming from Python</h1>");
  });

  it("a page that is called as its rules are says so once", () => {
    const spec = specFact("spec/testing/virtual-time.spec.ts", [
      testFact({ groups: ["Virtual time"] }),
      testFact({ groups: ["Another part"] }),
    ]);
    const html =
      makeBook(runFacts([spec]), project).get("kit-virtual-time.html") ?? "";
    expect(html).toContain('<h2 class="unseen">Virtual time</h2>');
    expect(html).toContain("<h2>Another part</h2>");
  });

  it("no page takes anything from outside", () => {
    const pages = [...bookOf([testFact()])].filter(([name]) =>
      name.endsWith(".html"),
    );
    const policy =
      "default-src 'none'; script-src 'self' file: blob:; style-src 'self' file:;";
    const foreign =
      /(?:href|src)="(?:https?:|\/)|<script>|<style|style="| on\w+="/;
    const open = pages.filter(
      ([, text]) => !text.includes(policy) || foreign.test(text),
    );
    expect(open).toEqual([]);
  });

  it("the same run gives the same book, byte for byte", async () => {
    const make = async () =>
      bookOf([testFact({ run: await recorded(workers) })]);
    expect(await make()).toEqual(await make());
  });
});
