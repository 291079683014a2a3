import type { VNode } from "preact";
import type { LineHits } from "../facts.ts";
import { highlight, type Links } from "../highlight.ts";
import type { ReadText, Topic } from "../topics.ts";
import { raw } from "./document.tsx";
import type { Book } from "./page.tsx";

/** The program in a file, with what the run executed of it; what it imports is a link. */
export function Program({
  book: { facts, topics, readText },
  file,
}: {
  readonly book: Book;
  readonly file: string;
}): VNode {
  const source = readText(file) ?? "";
  return (
    <Listing
      source={source}
      hits={facts.coverage?.get(file)}
      links={linksOf(source, file, topics)}
    />
  );
}

/** The source of a module, each line with its number, and with a mark where the run executed it. */
export function Listing({
  source,
  hits,
  links,
}: {
  readonly source: string;
  readonly hits: LineHits | undefined;
  readonly links: Links;
}): VNode {
  const lines = highlight(source.trimEnd(), links).map((html, index) => {
    const times = hits?.get(index + 1);
    const ran =
      times === undefined ? "" : times > 0 ? " class=ran" : " class=missed";
    return `<li${ran}><code>${html || " "}</code></li>`;
  });
  return (
    <figure class="program">
      <ol {...raw(lines.join(""))} />
      {hits && <Caption hits={hits} />}
    </figure>
  );
}

function Caption({ hits }: { readonly hits: LineHits }): VNode {
  const missed = [...hits].filter(([, times]) => times === 0);
  return (
    <figcaption>
      <span class="ran-key" />
      {missed.length === 0
        ? "The bar marks what the test run executed: every line with code on it."
        : `The bar marks what the test run executed. Not executed: ${missed.length === 1 ? "line" : "lines"} ${missed.map(([line]) => line).join(", ")}.`}
    </figcaption>
  );
}

/** The names that a module imports, each with the page that explains it. */
export function linksOf(
  source: string,
  from: string,
  topics: readonly Topic[],
): Links {
  const pages = new Map(
    topics.map((topic) => [topic.source, topic.href] as const),
  );
  const links = new Map<string, string>();
  const imports = /import (?:type )?\{([^}]*)\} from "([^"]+)"/g;
  for (const [, names = "", path = ""] of source.matchAll(imports)) {
    const href = pages.get(resolved(from, path));
    for (const name of names.split(",").map(importedName)) {
      if (href !== undefined && name !== "") {
        links.set(name, href);
      }
    }
  }
  return links;
}

/** The names that a module exports. */
export function exportsOf(path: string, readText: ReadText): string[] {
  const found = String(readText(path)).matchAll(
    /^export (?:async )?(?:function\*?|class|const|interface|type|abstract class) (\w+)/gm,
  );
  return Array.from(found, ([, name]) => String(name));
}

function importedName(text: string): string {
  return text.trim().replace(/^type /, "");
}

/** A relative path, as seen from a file, as a path from the root. */
function resolved(from: string, path: string): string {
  return new URL(path, `file:///${from}`).pathname.slice(1);
}
