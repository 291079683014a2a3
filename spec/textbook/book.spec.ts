import { describe, expect, it } from "vitest";
import { main as workers } from "../../src/chapter/4-producer-consumer/11-worker-pool.ts";
import { makeBook } from "../../src/textbook/book.ts";
import {
  bookOf,
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

  it("the mutation report is a link beside the command that writes it, whether it is there or not", () => {
    const [, words] =
      /<p class="more">(.*mutation.*)<\/p>/.exec(
        bookOf([]).get("index.html") ?? "",
      ) ?? [];
    expect(words).toBe(
      '<code>npm run mutation</code> breaks the source in one place after the other, to see which rule notices, and writes <a href="../mutation/index.html">the mutation report</a>.',
    );
  });

  it("the search has an index of pages, names and rules", () => {
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
      href: "library-sleep.html",
      page: "Sleep",
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

  it("no page takes anything from outside", () => {
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

  it("the same run gives the same book, byte for byte", async () => {
    const make = async () =>
      bookOf([testFact({ run: await recorded(workers) })]);
    expect(await make()).toEqual(await make());
  });
});
