import type { VNode } from "preact";
import type { Tally } from "../facts.ts";
import type { Topic } from "../topics.ts";
import type { Book } from "./shell.tsx";

/** `7 rules hold`, `1 of 7 rules fails`. */
export function stateOf({ passed, failed, todo }: Tally): string {
  const open = todo > 0 ? `, ${todo} untested` : "";
  if (passed + failed === 0) {
    return `not part of this run${open}`;
  }
  const all = passed + failed;
  const rules = all === 1 ? "rule" : "rules";
  return failed > 0
    ? `${failed} of ${all} ${rules} ${failed === 1 ? "fails" : "fail"}${open}`
    : `${all} ${rules} ${all === 1 ? "holds" : "hold"}${open}`;
}

/** The class that goes with a tally. */
export function stateClass({ passed, failed }: Tally): string {
  if (failed > 0) {
    return "state fails";
  }
  return passed > 0 ? "state holds" : "state absent";
}

/** Where the coverage report shows a file of src. */
export function coverageOf(source: string): string {
  return `../coverage/${source}.html`;
}

/** How many rules hold, and where the source and its coverage are. */
export function FactsLine({
  book,
  topic: { source, tally },
}: {
  readonly book: Book;
  readonly topic: Topic;
}): VNode {
  return (
    <p class="facts">
      <span class={stateClass(tally)}>{stateOf(tally)}</span>
      {source && <code>{source}</code>}
      {source && book.hasCoverage && <a href={coverageOf(source)}>Coverage</a>}
    </p>
  );
}
