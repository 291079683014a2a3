/** A tag with its attributes, as the pages write them. */
const TAG = /<[a-z][a-z\d]*(?:\s+[^\s=>]+(?:=(?:"[^"]*"|[^\s">]+))?)*\s*\/?>/g;
/** What names an element of the same page. */
const REFERENCES =
  /\b(id|aria-labelledby|aria-describedby|aria-controls|for)="([^"]+)"/g;
/** The page on which a reader's own program runs: without script it would be dead. */
const PLAYS = "blank-page.html";
/** A link to another report, and what does not come along otherwise. */
const ELSEWHERE = String.raw`<a\b[^>]*\bhref="(?:\.\./|${PLAYS})[^"]*"[^>]*>`;
/** Where such a link is all that there is: `Coverage`, beside the state of a page. The next page is the next article. */
const NO_LINK = new RegExp(
  `${ELSEWHERE}Coverage</a>|<a rel="(?:prev|next)"[^]*?</a>`,
  "g",
);
/** A paragraph or an entry of a list, the innermost one, that leads there. */
const LEADS_ELSEWHERE = new RegExp(
  String.raw`<(p|li)\b[^>]*>(?:(?!</?\1\b)[^])*${ELSEWHERE}(?:(?!</?\1\b)[^])*</\1>`,
  "g",
);
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'";

/**
 * Makes one page of the whole book, to be sent to somebody: all pages one after the other, their links leading to one
 * another. It has the styles and the type in it, and no script. What leads to other reports is left out, since they do not
 * come along; so is the page that plays a reader's program.
 *
 * @param pages the pages by their file names, in the order in which they are read
 * @param css the style sheet, its files written into it
 */
export function oneFile(
  pages: ReadonlyMap<string, string>,
  css: string,
): string {
  const articles = Array.from(pages).flatMap(([name, html]) => {
    const [, main = ""] = /<main[^>]*>([^]*)<\/main>/.exec(html) ?? [];
    const whole = main.replaceAll(NO_LINK, "").replaceAll(LEADS_ELSEWHERE, "");
    const renamed = whole.replaceAll(TAG, (tag) => within(tag, name, pages));
    return name === PLAYS
      ? []
      : `<article id="${idOf(name)}">${renamed}</article>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>Async patterns — a living textbook</title><style>${css}</style></head><body class="one-file"><main>${articles.join("\n")}</main></body></html>
`;
}

/** A tag whose ids and links are those of the one page. */
function within(
  tag: string,
  name: string,
  pages: ReadonlyMap<string, string>,
): string {
  return tag
    .replaceAll(REFERENCES, (_, kind: string, ids: string) => {
      const renamed = ids.split(" ").map((id) => idOf(name, id));
      return `${kind}="${renamed.join(" ")}"`;
    })
    .replaceAll(
      /\burl\(#([^)]+)\)/g,
      (_, id: string) => `url(#${idOf(name, id)})`,
    )
    .replace(
      /\bhref="([^"#]*)(?:#([^"]*))?"/,
      (_, file: string, id: string | undefined) => {
        const page = file === "" ? name : file;
        return pages.has(page) ? `href="#${idOf(page, id)}"` : "";
      },
    );
}

/** `11-worker-pool.html#run` is `11-worker-pool--run` there. */
function idOf(name: string, id = ""): string {
  const page = name.replace(/\.html$/, "");
  return id === "" ? page : `${page}--${id}`;
}
