import { describe, expect, it } from "vitest";
import { highlightPython } from "../../../src/textbook/source/python.ts";

/*
 * Python stands beside TypeScript in the same colours.
 */
describe("Python's colours", () => {
  it.each([
    ["# a def", "<i class=m># a def</i>"],
    ["async def run(x):", "<i>async</i> <i>def</i> <b>run</b>(x):"],
    ["class Clock:", "<i>class</i> <b>Clock</b>:"],
    ['f"a {b} \\" # c"', '<u>f"a {b} \\" # c"</u>'],
    ['"""Says\nit."""', '<u>"""Says\nit."""</u>'],
    ["x1 = 1_000 < None", "x1 = <var>1_000</var> &lt; <var>None</var>"],
    ["format(inside)", "format(inside)"],
  ])("%j is highlighted", (source, html) => {
    expect(highlightPython(source)).toBe(html);
  });
});
