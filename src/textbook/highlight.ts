import hljs from "highlight.js/lib/core";
import typescriptForTests from "highlight.js/lib/languages/typescript";
import { createCssVariablesTheme, createHighlighterCoreSync } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";
import typescript from "shiki/langs/typescript.mjs";

/** Names that are links wherever they stand in code, and where to. */
export type Links = ReadonlyMap<string, string>;

/*
 * Both highlighters give each kind of token a letter for its class, and the style sheet gives the letters their colours
 * in either theme; inline styles would be against the pages' content security policy.
 */
const PREFIX = "--t-";

const SHIKI: Readonly<Record<string, string>> = {
  "token-constant": "c",
  "token-string": "s",
  "token-string-expression": "s",
  "token-comment": "m",
  "token-keyword": "k",
  "token-function": "f",
};

const HLJS: Readonly<Record<string, string>> = {
  number: "c",
  literal: "c",
  regexp: "s",
  string: "s",
  comment: "m",
  keyword: "k",
  built_in: "k",
  title: "f",
};

let shiki: ReturnType<typeof createHighlighterCoreSync> | undefined;

/** Highlights a program, with links from names to their pages. @returns one piece of HTML a line */
export function highlightProgram(source: string, links: Links): string[] {
  shiki ??= createHighlighterCoreSync({
    themes: [createCssVariablesTheme({ name: "book", variablePrefix: PREFIX })],
    langs: [typescript],
    engine: createJavaScriptRegexEngine(),
  });
  const lines = shiki.codeToTokensBase(source, {
    lang: "typescript",
    theme: "book",
    // By default, what takes long on a busy machine comes out differently.
    tokenizeTimeLimit: 0,
  });
  return lines.map((tokens) =>
    tokens
      .map(({ content, color = "" }) => {
        const kind = SHIKI[color.slice(`var(${PREFIX}`.length, -1)];
        const isText = kind === "s" || kind === "m";
        return marked(kind, isText ? escape(content) : linked(content, links));
      })
      .join(""),
  );
}

/** Highlights the code of a test. There are ten thousand lines of it, for which shiki would take two seconds. */
export function highlightTest(source: string): string {
  if (hljs.getLanguage("typescript") === undefined) {
    hljs.registerLanguage("typescript", typescriptForTests);
  }
  const { value } = hljs.highlight(source, { language: "typescript" });
  const isShown: boolean[] = [];
  return value.replaceAll(
    /<span class="(?:hljs-)?(\w+)[^"]*">|<\/span>/g,
    (tag, name: string) => {
      if (tag === "</span>") {
        return isShown.pop() ? "</i>" : "";
      }
      const kind = HLJS[name];
      isShown.push(kind !== undefined);
      return kind === undefined ? "" : `<i class=${kind}>`;
    },
  );
}

/** Makes text safe to stand in HTML. */
export function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function marked(kind: string | undefined, html: string): string {
  return kind === undefined ? html : `<i class=${kind}>${html}</i>`;
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
