import { describe, expect, it } from "vitest";
import { oneFile } from "../../src/textbook/one-file.ts";

const pages = new Map([
  [
    "a.html",
    '<main id="content"><p id="one" aria-labelledby="one two">Text id="one"</p><a href="#one">1</a><a class="x" href="b.html#one">2</a><a href="b.html">3</a><a href="../coverage/index.html" aria-label="c">4</a><rect fill="url(#one)"/></main><nav id="contents"></nav>',
  ],
  ["b.html", '<main><p id="one">b</p></main>'],
  ["empty.html", ""],
]);

const file = oneFile(pages, ".x { color: red; }");

/*
 * The whole book as one file can be sent to somebody, and opened without anything beside it.
 */
describe("The book as one file", () => {
  it("each page is an article, its ids are its own, and links lead to one another", () => {
    expect(file).toContain(
      '<article id="a"><p id="a--one" aria-labelledby="a--one a--two">Text id="one"</p><a href="#a--one">1</a><a class="x" href="#b--one">2</a><a href="#b">3</a><a  aria-label="c">4</a><rect fill="url(#a--one)"/></article>\n<article id="b"><p id="b--one">b</p></article>\n<article id="empty"></article>',
    );
  });

  it("the file loads nothing, and lets nothing in", () => {
    expect(file).toContain("<style>.x { color: red; }</style>");
    expect(file).toContain("default-src 'none';");
    expect(file).not.toMatch(/<script|<link|<nav/);
  });
});
