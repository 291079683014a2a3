import type { RecordedRun } from "../facts.ts";
import { h, type Markup } from "../markup.ts";
import { region } from "./boxes.ts";

/**
 * What the run printed, as a terminal shows it; behind its virtual millisecond where time passes.
 * @param command what prints the same on the reader's own terminal
 * @param label what a screen reader calls it; no other part of the page has the same
 */
export function terminal(
  lines: RecordedRun["lines"],
  command: string | undefined,
  label = "Output",
): Markup {
  const takesTime = lines.some(({ at }) => at > 0);
  const prompt = `$ ${command}${takesTime ? " --virtual" : ""}`;
  return region(
    "terminal",
    label,
    command === undefined ? null : h("p", { class: "command" }, prompt),
    h(
      "ol",
      null,
      lines.map(({ at, text }) =>
        h(
          "li",
          { "data-at": at },
          takesTime ? h("span", { class: "ms" }, `${at} ms`) : null,
          h("code", null, text || " "),
        ),
      ),
    ),
  );
}
