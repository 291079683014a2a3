/** A tag with its attributes, as the pages write them. */
const TAG = /<[a-z][a-z\d]*(?:\s+[^\s=>]+(?:=(?:"[^"]*"|[^\s">]+))?)*\s*\/?>/g;
/** What names an element of the same page. */
const REFERENCES =
  /\b(id|aria-labelledby|aria-describedby|aria-controls|for)="([^"]+)"/g;
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'";

/**
 * Makes one page of the whole book, to be sent to somebody: all pages one after the other, their links leading to one
 * another; other reports are not linked, since they do not come along. It has the styles and the type in it, and no script.
 *
 * @param pages the pages by their file names, in the order in which they are read
 * @param css the style sheet, its files written into it
 */
export function oneFile(
  pages: ReadonlyMap<string, string>,
  css: string,
): string {
  const articles = Array.from(pages, ([name, html]) => {
    const [, main = ""] = /<main[^>]*>([^]*)<\/main>/.exec(html) ?? [];
    const renamed = main.replaceAll(TAG, (tag) => within(tag, name, pages));
    return `<article id="${idOf(name)}">${renamed}</article>`;
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
