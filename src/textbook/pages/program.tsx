import type { VNode } from "preact";
import type { LineHits } from "../facts.ts";
import { highlight, type Links } from "../source/highlight.ts";
import { importsOf } from "../source/module-names.ts";
import type { Topic } from "../topics.ts";
import { raw } from "./document.tsx";
import type { Book } from "./page.tsx";

/** The program in a file, each line with its number, and with a mark where the run executed it; what it imports is a link. */
export function Program({
  book: { facts, topics, readText },
  file,
}: {
  readonly book: Book;
  readonly file: string;
}): VNode {
  const source = readText(file) ?? "";
  const hits = facts.coverage?.get(file);
  const links = linksOf(source, file, topics);
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
  file: string,
  topics: readonly Topic[],
): Links {
  const pages = new Map(
    topics.map((topic) => [topic.source, topic.href] as const),
  );
  const links = new Map<string, string>();
  for (const { name, module } of importsOf(source)) {
    const href = pages.get(resolved(file, module));
    if (href !== undefined) {
      links.set(name, href);
    }
  }
  return links;
}

/** A relative path, as seen from a file, as a path from the root. */
function resolved(from: string, path: string): string {
  return new URL(path, `file:///${from}`).pathname.slice(1);
}
