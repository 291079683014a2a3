import type { Tally } from "../facts.ts";
import { h, type Markup } from "../markup.ts";
import type { Topic } from "../topics.ts";
import type { Book } from "./shell.ts";

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
export function factsLine(book: Book, topic: Topic): Markup {
  const { source, tally } = topic;
  return h(
    "p",
    { class: "facts" },
    h("span", { class: stateClass(tally) }, stateOf(tally)),
    source === undefined ? null : h("code", null, source),
    source === undefined || !book.hasCoverage
      ? null
      : h("a", { href: coverageOf(source) }, "Coverage"),
  );
}
