import { describe, expect, it } from "vitest";
import {
  escape,
  highlightProgram,
  highlightTest,
} from "../../src/textbook/highlight.ts";

/*
 * Code is highlighted when the book is made. Each kind of token has a letter for its class: keywords k, strings s,
 * constants c, functions f, comments m.
 */
describe("Highlighting", () => {
  it("gives a program line by line", () => {
    expect(highlightProgram('// why\nconst a = "<b>";', new Map())).toEqual([
      "<i class=m>// why</i>",
      "<i class=k>const</i> <i class=c>a</i> <i class=k>=</i> <i class=s>&quot;&lt;b&gt;&quot;</i>;",
    ]);
  });

  it("links the names that have a page, but not in strings and comments", () => {
    const links = new Map([["sleep", "library-event-loop.html"]]);
    expect(highlightProgram('sleep("sleep"); // sleep', links)).toEqual([
      '<i class=f><a href="library-event-loop.html">sleep</a></i>(<i class=s>&quot;sleep&quot;</i>); <i class=m>// sleep</i>',
    ]);
  });

  it("gives a test as one piece", () => {
    expect(highlightTest('it("a", () => new Set([1]));')).toBe(
      "<i class=f>it</i>(<i class=s>&quot;a&quot;</i>, () =&gt; <i class=k>new</i> <i class=f>Set</i>([<i class=c>1</i>]));",
    );
    expect(highlightTest("1")).toBe("<i class=c>1</i>");
  });

  it("makes text safe for HTML", () => {
    expect(escape('<a href="x">&</a>')).toBe(
      "&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;",
    );
  });
});
