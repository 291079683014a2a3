import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { main as sentinels } from "../../../src/chapter/4-producer-consumer/12-sentinel-shutdown.ts";
import { makeBook } from "../../../src/textbook/book.ts";
import {
  bookOf,
  files,
  read,
  recorded,
  runFacts,
  specFact,
  testFact,
} from "../fixtures.ts";

/*
 * The first page invites: what the book is, one drawing, what one will learn, where to start, what readers ask, and the
 * contents in the order in which they are read.
 */
describe("The index", () => {
  it("the drawing of cell 12 stands on the cover, if that cell has run", async () => {
    const run = await recorded(sentinels);
    const spec = specFact(
      "spec/chapter/4-producer-consumer/12-sentinel-shutdown.spec.ts",
      [testFact({ run })],
    );
    const book = makeBook(runFacts([spec]), files({}));
    const html = book.get("index.html") ?? "";
    const cover = html.slice(0, html.indexOf("rules hold"));
    expect(cover).toContain('aria-labelledby="cover-title"');
    expect(cover).toContain('<a href="12-sentinel-shutdown.html">Cell 12</a>');
    expect(bookOf([]).get("index.html")).not.toContain("<svg");
  });

  it("both front doors and each of ten questions are one click away, and there is such a heading", () => {
    const html = bookOf([]).get("index.html") ?? "";
    expect(html).toContain('You want the library: <a href="use-it.html">');
    expect(html).toContain('<a href="test-with-it.html">Test with it</a>');
    const asked = Array.from(
      html.matchAll(/<a href="questions\.html#[^"]*">([^<]*)</g),
      ([, question]) => question,
    );
    const guide = readFileSync("src/textbook/guides/questions.md", "utf8");
    const answered = Array.from(
      guide.matchAll(/^## (.*)$/gm),
      ([, question]) => question,
    );
    expect(asked).toHaveLength(10);
    expect(asked).toEqual(answered);
  });

  it("each rule that fails is a link to where it stands", () => {
    const failed = testFact({ title: "breaks", state: "failed" });
    const book = bookOf([testFact(), failed]);
    expect(book.get("index.html")).toContain(
      'Worker pool: <a href="11-worker-pool.html#rule-2">breaks</a>',
    );
    expect(book.get("11-worker-pool.html")).toContain('<li id="rule-2"');
    expect(bookOf([testFact()]).get("index.html")).not.toContain("What fails");
  });

  it("the workshop has an index of its own", () => {
    const spec = specFact("spec/player/player.spec.ts");
    const book = makeBook(runFacts([spec]), files({}));
    expect(book.get("index.html")).toContain('<a href="workshop.html">');
    expect(book.get("index.html")).not.toContain("workshop-player.html");
    expect(book.get("workshop.html")).toContain(
      '<h3><a href="workshop-player.html">Player</a></h3>',
    );
    expect(read(book, "workshop.html")).toContain("1 rule holds");
  });
});
