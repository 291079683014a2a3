import type { VNode } from "preact";
import type { LineHits } from "../facts.ts";
import { highlight, type Links } from "../source/highlight.ts";
import { importsOf, passedOnBy } from "../source/module-names.ts";
import type { Topic } from "../topics.ts";
import { raw, Region } from "./document.tsx";
import type { Book } from "./page.tsx";

/**
 * The program in a file. Lines that the run executed are marked, and imported names are links. A line is an item of a list;
 * where a reader may type, it is code in it.
 * @param isScrolled whether it may be higher than what shows it, so that the keyboard has to reach it
 */
export function Program({
  book,
  file,
  isScrolled = false,
}: {
  readonly book: Book;
  readonly file: string;
  readonly isScrolled?: boolean;
}): VNode {
  const source = book.readText(file) ?? "";
  const hits = book.facts.coverage?.get(file);
  const links = linksOf(source, file, book);
  const lines = highlight(source.trimEnd(), links).map((html, index) => {
    const times = hits?.get(index + 1);
    const ran =
      times === undefined ? "" : times > 0 ? " class=ran" : " class=missed";
    const line = html || " ";
    return `<li${ran}>${isScrolled ? `<code>${line}</code>` : line}</li>`;
  });
  const listing = (
    <ol class={isScrolled ? undefined : "bare"} {...raw(lines.join(""))} />
  );
  return (
    <figure class="program">
      {isScrolled ? (
        <Region kind="listing-box" label="Program">
          {listing}
        </Region>
      ) : (
        listing
      )}
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
        ? "The bar marks what the test run executed: every line that can be executed."
        : `The bar marks what the test run executed. Not executed: ${missed.length === 1 ? "line" : "lines"} ${missed.map(([line]) => line).join(", ")}.`}
    </figcaption>
  );
}

/** The entries of the package, and their modules. */
const ENTRIES: ReadonlyMap<string, string> = new Map([
  ["async-patterns", "src/index.ts"],
  ["async-patterns/testing", "src/testing/index.ts"],
]);

/** The names that a module imports, each with the page that explains it. */
export function linksOf(source: string, file: string, book: Book): Links {
  const links = new Map<string, string>();
  for (const { name, original, module } of importsOf(source)) {
    const href = pageOf(original, pathOf(module, file), book);
    if (href !== undefined) {
      links.set(name, href);
    }
  }
  return links;
}

/** The page of a module that exports a name; if it has no page, of the module that it passes the name on from. */
function pageOf(name: string, path: string, book: Book): string | undefined {
  const page = book.topics.find((topic) => explains(topic, path));
  if (page !== undefined) {
    return page.href;
  }
  const passedOn = passedOnBy(book.readText(path) ?? "");
  const from = passedOn.find((each) => each.name === name);
  return from && pageOf(from.original, pathOf(from.module, path), book);
}

/** A page of the test kit shows no module, but it has the name of the module that it is about. */
function explains({ href, name, source }: Topic, path: string): boolean {
  return href.startsWith("kit-")
    ? path.startsWith("src/testing/") && path.endsWith(`/${name}.ts`)
    : source === path;
}

/** The path of a module that a file imports. */
function pathOf(module: string, file: string): string {
  return (
    ENTRIES.get(module) ?? new URL(module, `file:///${file}`).pathname.slice(1)
  );
}
