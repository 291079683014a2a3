import type { RunFacts } from "./facts.ts";
import { programPage } from "./pages/program-page.tsx";
import { guidePage } from "./pages/guide-page.tsx";
import { indexPage, workshopPage } from "./pages/index-page.tsx";
import type { Book } from "./pages/page.tsx";
import { topicPage } from "./pages/topic-page.tsx";
import { SHARED_PAGE, sharedPage } from "./pages/uses.tsx";
import { searchIndex } from "./search.ts";
import {
  topicsOf,
  WORKSHOP_PAGE,
  type ReadText,
  type Topic,
} from "./topics.ts";

/**
 * Makes the book of a run: the text of each page and of the search index, by file name.
 *
 * - The same facts and sources give the same bytes.
 * - A run of a part of the specs gives a whole book with gaps that say so.
 */
export function makeBook(
  facts: RunFacts,
  readText: ReadText,
): Map<string, string> {
  const topics = topicsOf(facts, readText);
  const book = { facts, topics, readText };
  const pages = topics.map((topic): [string, string] => [
    topic.href,
    pageOf(book, topic),
  ]);
  const index = JSON.stringify(searchIndex(book));
  return new Map([
    ["index.html", indexPage(book)],
    ...pages,
    [WORKSHOP_PAGE, workshopPage(book)],
    [SHARED_PAGE, sharedPage(book)],
    ["assets/search-index.js", `globalThis.textbookIndex = ${index};\n`],
  ]);
}

function pageOf(book: Book, topic: Topic): string {
  if (topic.guide !== undefined) {
    return guidePage(book, topic, topic.guide);
  }
  return topic.program === undefined
    ? topicPage(book, topic)
    : programPage(book, topic, topic.program);
}
