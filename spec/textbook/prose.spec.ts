import { describe, expect, it } from "vitest";
import {
  inlineProse,
  prose,
  tableIn,
  teaserOf,
} from "../../src/textbook/prose.ts";

/*
 * Prose is markdown, as it stands in the comments of the specs.
 */
describe("Prose", () => {
  it("prose becomes paragraphs, with code and emphasis", () => {
    expect(prose("A `queue` **waits**.")).toBe(
      "<p>A <code>queue</code> <strong>waits</strong>.</p>\n",
    );
  });

  it("a type in angle brackets is text and no markup", () => {
    expect(prose("An AsyncQueue<T> is a queue.")).toBe(
      "<p>An AsyncQueue&lt;T> is a queue.</p>\n",
    );
  });

  it("prose within a line has no paragraph around it", () => {
    expect(inlineProse("`put` waits")).toBe("<code>put</code> waits");
  });

  it("a table has rows of cells", () => {
    expect(prose("| `a` | b |\n| - | - |\n| 1 | *2* |\n")).toBe(
      "<table><thead><tr><th><code>a</code></th><th>b</th></tr></thead><tbody><tr><td>1</td><td><em>2</em></td></tr></tbody></table>\n",
    );
  });

  it("a cell of a table with many columns says what it is about, but for the first of a row", () => {
    expect(prose("| a | b | `c` |\n| - | - | - |\n| 1 | 2 | 3 |\n")).toContain(
      '<tr><td>1</td><td data-of="b">2</td><td data-of="`c`">3</td></tr>',
    );
  });

  it("a table is found by the head of its first column, and gives the markdown of its cells", () => {
    const table = (head: string, cell: string): string =>
      `| ${head} | b |\n| - | - |\n| ${cell} | \`x\` |\n`;
    const text = `${table("other", "no")}\n\n${table("first", "*yes*")}`;
    expect(tableIn(text, "first")).toEqual([["*yes*", "`x`"]]);
    expect(tableIn(text, "none")).toEqual([]);
  });

  it("a teaser is the first sentence", () => {
    const text =
      "A queue hands items from producers to\nconsumers, in order. It waits.";
    expect(teaserOf(text)).toBe(
      "A queue hands items from producers to consumers, in order.",
    );
  });

  it("a teaser goes on where the first sentence says little", () => {
    expect(
      teaserOf("A classic. Two producers, two consumers, one queue. Three."),
    ).toBe("A classic. Two producers, two consumers, one queue.");
  });
});
