import { highlightCode, tagHighlighter, tags } from "@lezer/highlight";
import { parse } from "./syntax.ts";

/** Names that are links wherever code uses them, and where they lead. */
export type Links = ReadonlyMap<string, string>;

/*
 * Each kind of token has an element, the frequent kinds the shortest, since tags are much of a page's weight. Nothing of
 * their meaning is told to screen readers, and without the style sheet they still tell the kinds apart. The style sheet
 * gives them their colours, in either theme: the content security policy of the pages forbids inline styles.
 */
const elements = tagHighlighter([
  { tag: tags.keyword, class: "i" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], class: "u" },
  { tag: [tags.number, tags.bool, tags.null], class: "var" },
  { tag: tags.comment, class: "i class=m" },
  {
    tag: [
      tags.function(tags.variableName),
      tags.function(tags.propertyName),
      tags.function(tags.definition(tags.variableName)),
      tags.function(tags.definition(tags.propertyName)),
    ],
    class: "b",
  },
  { tag: [tags.typeName, tags.className], class: "em" },
]);

/**
 * Highlights code, where each name that has a page is linked to it once.
 *
 * @param hasColours whether kinds of tokens are told apart
 * @returns one piece of HTML a line
 */
export function highlight(
  source: string,
  links: Links = new Map(),
  hasColours = true,
): string[] {
  const unused = new Map(links);
  const lines = [""];
  const add = (html: string): void => {
    lines.push(lines.pop() + html);
  };
  highlightCode(
    source,
    parse(source),
    elements,
    (text, element) => {
      const isText = element === "u" || element === "i class=m";
      const html = isText ? escape(text) : linked(text, unused);
      add(
        element === "" || !hasColours
          ? html
          : `<${element}>${html}</${element.replace(/ .*/, "")}>`,
      );
    },
    () => lines.push(""),
  );
  // Keywords that follow one another are one piece.
  return lines.map((line) => line.replaceAll("</i> <i>", " "));
}

/** Makes text safe to stand between tags. In an attribute it is not: what is no danger here stays as it is. */
export function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** Takes each link that it has used out of those that are left. */
function linked(text: string, links: Map<string, string>): string {
  if (links.size === 0) {
    return escape(text);
  }
  return text
    .split(/([A-Za-z_$][\w$]*)/)
    .map((part) => {
      const href = links.get(part);
      const safe = escape(part);
      links.delete(part);
      return href === undefined ? safe : `<a href="${href}">${safe}</a>`;
    })
    .join("");
}
