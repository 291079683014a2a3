import { describe, expect, it } from "vitest";
import { escape, highlight } from "../../../src/textbook/source/highlight.ts";

/*
 * Code is highlighted when the book is made. The frequent kinds of tokens have an element each: i for keywords, u for
 * strings, b for functions. The others have a class: c for constants, t for types, m for comments.
 */
describe("Highlighting", () => {
  it("code comes line by line", () => {
    expect(highlight('// why\nconst a = "<b>";\n')).toEqual([
      "<i class=m>// why</i>",
      '<i>const</i> a = <u>"&lt;b>"</u>;',
      "",
    ]);
  });

  it("functions, constants and types are told from other names", () => {
    expect(
      highlight("async function f(n: Set<A>) { it(n.has(1), /b/) }"),
    ).toEqual([
      "<i>async function</i> <b>f</b>(n: <em>Set</em>&lt;<em>A</em>>) " +
        "{ <b>it</b>(n.<b>has</b>(<var>1</var>), <u>/b/</u>) }",
    ]);
  });

  it("a name that has a page is a link, but not in strings and comments", () => {
    const links = new Map([["sleep", "library-sleep.html"]]);
    expect(highlight('sleep("sleep"); // sleep', links)).toEqual([
      '<b><a href="library-sleep.html">sleep</a></b>(<u>"sleep"</u>); <i class=m>// sleep</i>',
    ]);
  });

  it("code without colours has its links still", () => {
    const links = new Map([["sleep", "library-sleep.html"]]);
    expect(highlight('await sleep("1 < 2"); // why', links, false)).toEqual([
      'await <a href="library-sleep.html">sleep</a>("1 &lt; 2"); // why',
    ]);
  });

  it("the newest keywords are known", () => {
    expect(highlight("await using a = b;")).toEqual([
      "<i>await using</i> a = b;",
    ]);
  });

  it("text is made safe to stand between tags", () => {
    expect(escape('<a href="x">&</a>')).toBe('&lt;a href="x">&amp;&lt;/a>');
  });
});
