import { escape } from "./highlight.ts";

const KEYWORDS =
  "and as assert async await break class continue def del elif else except finally for from if import in is lambda not or pass raise return try while with yield";

/** Comments, strings, numbers and constants, names behind def and class, keywords. */
const TOKENS = new RegExp(
  [
    "(#.*)",
    String.raw`(f?"""[^]*?"""|f?"(?:[^"\\\n]|\\.)*")`,
    String.raw`\b(\d[\d_.]*|None|True|False)\b`,
    String.raw`(?<=\b(?:def|class) )(\w+)`,
    String.raw`\b(${KEYWORDS.replaceAll(" ", "|")})\b`,
  ].join("|"),
  "g",
);

/** The elements of tokens, as in TypeScript's code. */
const OPEN = ["<i class=m>", "<u>", "<var>", "<b>", "<i>"];

/** Highlights Python: a few kinds of tokens are enough for small programs. */
export function highlightPython(source: string): string {
  let html = "";
  let end = 0;
  for (const match of source.matchAll(TOKENS)) {
    const [text, ...groups] = match;
    const open = String(OPEN[groups.findIndex((it) => it !== undefined)]);
    html += escape(source.slice(end, match.index));
    html += `${open}${escape(text)}</${/\w+/.exec(open)?.[0]}>`;
    end = match.index + text.length;
  }
  return html + escape(source.slice(end));
}
