import { createCssVariablesTheme, createHighlighterCoreSync } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";
import typescript from "shiki/langs/typescript.mjs";

const PREFIX = "var(--t-";

/** One letter a kind of token, which the style sheet gives its colour in either theme. */
const CLASSES: Readonly<Record<string, string>> = {
  "token-constant": "c",
  "token-string": "s",
  "token-string-expression": "s",
  "token-comment": "m",
  "token-keyword": "k",
  "token-parameter": "p",
  "token-function": "f",
};

let highlighter: ReturnType<typeof createHighlighterCoreSync> | undefined;

/** Names that are links wherever they stand in code, and where to. */
export type Links = ReadonlyMap<string, string>;

const NO_LINKS: Links = new Map();

/** Highlights TypeScript. @returns one piece of HTML a line */
export function highlight(source: string, links: Links = NO_LINKS): string[] {
  highlighter ??= createHighlighterCoreSync({
    themes: [createCssVariablesTheme({ name: "book", variablePrefix: "--t-" })],
    langs: [typescript],
    engine: createJavaScriptRegexEngine(),
  });
  const lines = highlighter.codeToTokensBase(source, {
    lang: "typescript",
    theme: "book",
  });
  return lines.map((tokens) => {
    const merged: { kind: string; text: string }[] = [];
    for (const { content, color } of tokens) {
      const kind = kindOf(color);
      const last = merged.at(-1);
      if (last !== undefined && (last.kind === kind || content.trim() === "")) {
        last.text += content;
      } else {
        merged.push({ kind, text: content });
      }
    }
    return merged.map((token) => shown(token, links)).join("");
  });
}

/** Makes text safe to stand in HTML. */
export function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function kindOf(color = ""): string {
  return CLASSES[color.slice(PREFIX.length, -1)] ?? "";
}

function shown(
  { kind, text }: { kind: string; text: string },
  links: Links,
): string {
  const html = kind === "s" || kind === "m" ? escape(text) : linked(text, links);
  return kind === "" ? html : `<i class=${kind}>${html}</i>`;
}

function linked(text: string, links: Links): string {
  return text
    .split(/([A-Za-z_$][\w$]*)/)
    .map((part) => {
      const href = links.get(part);
      const safe = escape(part);
      return href === undefined ? safe : `<a href="${href}">${safe}</a>`;
    })
    .join("");
}
