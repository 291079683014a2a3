import { describe, expect, it } from "vitest";
import { slim } from "../../src/textbook/slim.ts";

/*
 * The book has to be light. What a browser reads the same without is left out where a page is written.
 */
describe("A page without what HTML can do without", () => {
  it.each([
    [
      "the end tags of entries and cells",
      "<ul><li>a</li><li>b</li></ul>",
      "<ul><li>a<li>b</ul>",
    ],
    [
      "the tags around a head and a body",
      '<html lang="en"><head><meta charset="utf-8"/><title>a</title></head><body><p>b</p></body></html>',
      "<html lang=en><meta charset=utf-8><title>a</title><p>b</p>",
    ],
    [
      "the end of a paragraph before a block",
      "<div><p>a</p>\n<p>b</p></div>",
      "<div><p>a\n<p>b</div>",
    ],
    ["no end that has to be there", "<p>a</p> b", "<p>a</p> b"],
    [
      "quotes around a bare value",
      '<a href="a.html#b" class="up">',
      "<a href=a.html#b class=up>",
    ],
    [
      "no quotes that have to be there",
      '<p class="state holds">',
      '<p class="state holds">',
    ],
    [
      "the end tags of shapes",
      '<path d="M0 1"></path><rect x="1"></rect>',
      '<path d="M0 1"/><rect x=1 />',
    ],
    [
      "parts of a pixel below a tenth",
      '<path d="M0.12345 719.7808219178"></path>',
      '<path d="M0.1 719.8"/>',
    ],
    ["no digits of code", "<code>0.12345</code>", "<code>0.12345</code>"],
    [
      "what a link in code looks like",
      "<b><a href=a.html>f</a></b>(<b>g</b>)",
      "<a href=a.html>f</a>(<b>g</b>)",
    ],
    [
      "what the words of a test runner look like",
      "<b>it</b>(<b>f</b>()); <b>expect</b>(a).<b>toBeNull</b>(<b>toArray</b>(b))",
      "it(<b>f</b>()); expect(a).toBeNull(<b>toArray</b>(b))",
    ],
    [
      "a second tag of code that looks alike",
      "<u>a</u>\n<u>b</u>",
      "<u>a\nb</u>",
    ],
    [
      "the tags between the numbers of a list",
      "[<var>1</var>, <var>2</var>]",
      "[<var>1, 2</var>]",
    ],
  ])("leaves out %s", (_, page, written) => {
    expect(slim(page)).toBe(written);
  });
});
