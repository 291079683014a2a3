import { highlightCode, tagHighlighter, tags } from "@lezer/highlight";
import { parse } from "./syntax.ts";

/** Names that are links wherever code uses them, and where they lead. */
export type Links = ReadonlyMap<string, string>;

/*
 * Each kind of token has a letter for its class. The style sheet gives the letters their colours, in either theme: the
 * content security policy of the pages forbids inline styles.
 */
const letters = tagHighlighter([
  { tag: tags.keyword, class: "k" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], class: "s" },
  { tag: [tags.number, tags.bool, tags.null], class: "c" },
  { tag: tags.comment, class: "m" },
  {
    tag: [
      tags.function(tags.variableName),
      tags.function(tags.propertyName),
      tags.function(tags.definition(tags.variableName)),
      tags.function(tags.definition(tags.propertyName)),
    ],
    class: "f",
  },
  { tag: [tags.typeName, tags.className], class: "t" },
]);

/** Highlights code, with links from names to their pages. @returns one piece of HTML a line */
export function highlight(source: string, links: Links = new Map()): string[] {
  const lines = [""];
  const add = (html: string): void => {
    lines.push(lines.pop() + html);
  };
  highlightCode(
    source,
    parse(source),
    letters,
    (text, kind) => {
      const isText = kind === "s" || kind === "m";
      const html = isText ? escape(text) : linked(text, links);
      add(kind === "" ? html : `<i class=${kind}>${html}</i>`);
    },
    () => lines.push(""),
  );
  return lines;
}

/** Makes text safe to stand in HTML. */
export function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function linked(text: string, links: Links): string {
  if (links.size === 0) {
    return escape(text);
  }
  return text
    .split(/([A-Za-z_$][\w$]*)/)
    .map((part) => {
      const href = links.get(part);
      const safe = escape(part);
      return href === undefined ? safe : `<a href="${href}">${safe}</a>`;
    })
    .join("");
}
