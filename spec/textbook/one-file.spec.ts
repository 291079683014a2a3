import { describe, expect, it } from "vitest";
import { oneFile } from "../../src/textbook/one-file.ts";

const pages = new Map([
  [
    "a.html",
    '<main id="content"><p id="one" aria-labelledby="one two">Text id="one"</p><a href="#one">1</a><a class="x" href="b.html#one">2</a><a href="b.html">3</a><p><b>ok</b><a href="../coverage/a.html" aria-label="c">Coverage</a></p><rect fill="url(#one)"/></main><nav id="contents"></nav>',
  ],
  ["b.html", '<main><p id="one">b</p></main>'],
  ["empty.html", ""],
  [
    "list.html",
    '<main><ul><li><p>Try <a href="blank-page.html">yours</a></p></li><li>Read <a href="a.html">a</a></li></ul><p class="more"><a href="../coverage/index.html">The report</a> shows lines.</p><p>End</p><a rel="prev" href="a.html"><span>Previous</span>a</a><a class="up" href="b.html">Up</a></main>',
  ],
  ["blank-page.html", "<main>Run it</main>"],
]);

const file = oneFile(pages, ".x { color: red; }");

/*
 * The whole book as one file can be sent to somebody, and opened without anything beside it.
 */
describe("The book as one file", () => {
  it("each page is an article, its ids are its own, and links lead to one another", () => {
    expect(file).toContain(
      '<article id="a"><p id="a--one" aria-labelledby="a--one a--two">Text id="one"</p><a href="#a--one">1</a><a class="x" href="#b--one">2</a><a href="#b">3</a><p><b>ok</b></p><rect fill="url(#a--one)"/></article>\n<article id="b"><p id="b--one">b</p></article>\n<article id="empty"></article>',
    );
  });

  it("what leads to what does not come along is left out, and so is the page that plays programs", () => {
    expect(file).toContain(
      '<article id="list"><ul><li>Read <a href="#a">a</a></li></ul><p>End</p><a class="up" href="#b">Up</a></article></main>',
    );
  });

  it("the file loads nothing, and lets nothing in", () => {
    expect(file).toContain("<style>.x { color: red; }</style>");
    expect(file).toContain("default-src 'none';");
    expect(file).not.toMatch(/<script|<link|<nav/);
  });
});
