import { describe, expect, it } from "vitest";
import { escape, highlight } from "../../../src/textbook/source/highlight.ts";

/*
 * Code is highlighted when the book is made. Each kind of token has a letter for its class: k for keywords, s for strings,
 * c for constants, f for functions, t for types, m for comments.
 */
describe("Highlighting", () => {
  it("code comes line by line", () => {
    expect(highlight('// why\nconst a = "<b>";\n')).toEqual([
      "<i class=m>// why</i>",
      "<i class=k>const</i> a = <i class=s>&quot;&lt;b&gt;&quot;</i>;",
      "",
    ]);
  });

  it("functions, constants and types are told from other names", () => {
    expect(
      highlight("async function f(n: Set<A>) { it(n.has(1), /b/) }"),
    ).toEqual([
      "<i class=k>async</i> <i class=k>function</i> <i class=f>f</i>(n: <i class=t>Set</i>&lt;<i class=t>A</i>&gt;) " +
        "{ <i class=f>it</i>(n.<i class=f>has</i>(<i class=c>1</i>), <i class=s>/b/</i>) }",
    ]);
  });

  it("a name that has a page is a link, but not in strings and comments", () => {
    const links = new Map([["sleep", "library-sleep.html"]]);
    expect(highlight('sleep("sleep"); // sleep', links)).toEqual([
      '<i class=f><a href="library-sleep.html">sleep</a></i>(<i class=s>&quot;sleep&quot;</i>); <i class=m>// sleep</i>',
    ]);
  });

  it("the newest keywords are known", () => {
    expect(highlight("await using a = b;")).toEqual([
      "<i class=k>await</i> <i class=k>using</i> a = b;",
    ]);
  });

  it("text is made safe to stand in HTML", () => {
    expect(escape('<a href="x">&</a>')).toBe(
      "&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;",
    );
  });
});
