import { Marked, type Tokens } from "marked";
import { escape, highlight } from "./source/highlight.ts";

const marked = new Marked({
  renderer: {
    // Prose comes from comments, where `<T>` is a type and no markup.
    html: ({ text }) => escape(text),
    code: ({ text, lang }) =>
      `<pre class="code" tabindex="0">${lang === "ts" ? highlight(text).join("\n") : escape(text)}</pre>\n`,
    // A narrow screen has no room for many columns: there, each cell says what it is about.
    table({ header, rows }) {
      const about = header.map(({ text }) => text);
      const hasMany = about.length > 2;
      const cell = (
        { header: isHead, tokens }: Tokens.TableCell,
        at: number,
      ) => {
        const inner = this.parser.parseInline(tokens);
        if (isHead) {
          return `<th>${inner}</th>`;
        }
        return hasMany && at > 0
          ? `<td data-of="${escape(String(about[at]))}">${inner}</td>`
          : `<td>${inner}</td>`;
      };
      const line = (cells: readonly Tokens.TableCell[]): string =>
        `<tr>${cells.map(cell).join("")}</tr>`;
      return `<table${hasMany ? ' class="many"' : ""}><thead>${line(header)}</thead><tbody>${rows.map(line).join("")}</tbody></table>\n`;
    },
    heading({ tokens, depth, text }) {
      return `<h${depth} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
  },
});

/** A teaser with fewer characters says too little. */
const SHORT = 45;

/** What links call a heading: `who-barges` is "Who barges". */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}

/** Renders markdown. */
export function prose(markdown: string): string {
  return marked.parse(markdown, { async: false });
}

/** Renders markdown without a paragraph around it. */
export function inlineProse(markdown: string): string {
  return marked.parseInline(markdown, { async: false });
}

/** The rows of a table in a text, each cell as markdown. @param first the head of its first column */
export function tableIn(markdown: string, first: string): string[][] {
  const table = marked
    .lexer(markdown)
    .filter((token): token is Tokens.Table => token.type === "table")
    .find(({ header }) => header[0]?.text === first);
  return (table?.rows ?? []).map((row) => row.map(({ text }) => text));
}

/** A line about a text: its first sentence, and the next ones as long as that says too little. */
export function teaserOf(text: string): string {
  const sentences = text
    .replaceAll(/\s+/g, " ")
    .split(/(?<=[.!?]) (?=[A-Z`*])/);
  let teaser = "";
  for (const sentence of sentences) {
    if (teaser.length >= SHORT) {
      break;
    }
    teaser = `${teaser} ${sentence}`.trim();
  }
  return teaser;
}
