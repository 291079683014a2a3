import { describe, expect, it } from "vitest";
import { withWords } from "../../src/textbook/glossary.ts";

const link = (used: string, word = used): string =>
  `<a class="word" href="rule-of-turns.html#${word}">${used}</a>`;

/*
 * A few words mean more in this book than elsewhere. Each is defined once, and is a link to its definition where a page
 * uses it first.
 */
describe("The words of the book", () => {
  it("a word is a link where the prose of a page uses it first, in whatever form", () => {
    expect(
      withWords(
        '<div class="prose"><p>Turns take turns. A turn has steps.</p></div><p class="verdict">One step.</p>',
      ),
    ).toBe(
      `<div class="prose"><p>${link("Turns", "turn")} take turns. A turn has ${link("steps", "step")}.</p></div><p class="verdict">One step.</p>`,
    );
  });

  it.each([
    ["outside of prose", "<p>A turn outside of prose.</p>"],
    [
      "in code and in links",
      '<div class="prose"><p>A <code>turn</code>, <a href="#a">a turn</a>.</p></div>',
    ],
    ["in headings", '<div class="prose"><h2 id="turn">Turns</h2></div>'],
    [
      "with another meaning",
      '<div class="prose"><p>One after the other, in turn; it turns into a return.</p></div>',
    ],
    ["in tags", '<p class="prose" title="a turn">Nothing.</p>'],
  ])("a word stays as it is %s", (_, html) => {
    expect(withWords(html)).toBe(html);
  });
});
