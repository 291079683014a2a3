import type { RecordedRun } from "../facts.ts";
import { h, type Markup } from "../markup.ts";
import { drawing } from "../timeline/drawing.ts";
import { layOut, type Layout } from "../timeline/layout.ts";
import { stepsOf, waitsOf, type Step } from "../timeline/turns.ts";
import { wordsOf } from "../timeline/words.ts";
import { region } from "./boxes.ts";
import { legend } from "./legend.ts";
import { stepper } from "./stepper.ts";

/**
 * The drawing of a run, the buttons to step through it, and the same in words.
 * @param label what a screen reader calls it; no other part of the page has the same
 */
export function timeline(
  run: RecordedRun,
  id: string,
  label = "Timeline",
): Markup {
  if (run.timeline.length === 0) {
    return h("p", { class: "absent" }, "Nothing happened that could be drawn.");
  }
  const layout = layOut(run.timeline);
  const steps = stepsOf(layout.turns);
  return h(
    "figure",
    { class: "run", id },
    region("canvas", label, drawing(layout, id)),
    stepper(id, steps.length),
    h("figcaption", null, legend(layout)),
    h(
      "details",
      { class: "words" },
      h("summary", null, "The same in words"),
      h("ol", null, inWords(run, layout, steps)),
    ),
  );
}

/** A line for each step, numbered by its turn. */
function inWords(
  run: RecordedRun,
  layout: Layout,
  steps: readonly Step[],
): Markup[] {
  const waits = waitsOf(run.timeline);
  return steps.map((step, index) =>
    h(
      "li",
      {
        value: step.turn,
        class: step.turn === steps[index - 1]?.turn ? "more" : undefined,
        "data-x": endOf(step, layout),
        "data-lines": step.printed,
      },
      layout.duration > 0 ? h("span", { class: "ms" }, `${step.at} ms`) : null,
      wordsOf(step, waits, run.lines),
    ),
  );
}

/** Where a step ends on the drawing. */
function endOf({ turn, endsTurn, printed }: Step, layout: Layout): number {
  const end = endsTurn
    ? layout.turns[turn - 1]?.to
    : layout.prints[printed - 1]?.x;
  return Math.round(Number(end));
}
