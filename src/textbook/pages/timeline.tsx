import type { VNode } from "preact";
import type { RecordedRun } from "../facts.ts";
import { Drawing } from "../timeline/drawing.tsx";
import { layOut, type Layout } from "../timeline/layout.ts";
import { stepsOf, waitsOf, type Step } from "../timeline/turns.ts";
import { wordsOf } from "../timeline/words.ts";
import { Region } from "./boxes.tsx";
import { Legend } from "./legend.tsx";
import { Stepper } from "./stepper.tsx";

/**
 * The drawing of a run, the buttons to step through it, and the same in words.
 * @param label what a screen reader calls it; no other part of the page has the same
 */
export function Timeline({
  run,
  id,
  label = "Timeline",
}: {
  readonly run: RecordedRun;
  readonly id: string;
  readonly label?: string;
}): VNode {
  if (run.timeline.length === 0) {
    return <p class="absent">Nothing happened that could be drawn.</p>;
  }
  const layout = layOut(run.timeline);
  const steps = stepsOf(layout.turns);
  return (
    <figure class="run" id={id}>
      <Region kind="canvas" label={label}>
        <Drawing layout={layout} id={id} />
      </Region>
      <Stepper id={id} steps={steps.length} />
      <figcaption>
        <Legend layout={layout} />
      </figcaption>
      <details class="words">
        <summary>The same in words</summary>
        <ol>
          <InWords run={run} layout={layout} steps={steps} />
        </ol>
      </details>
    </figure>
  );
}

/** A line for each step, numbered by its turn. */
function InWords({
  run,
  layout,
  steps,
}: {
  readonly run: RecordedRun;
  readonly layout: Layout;
  readonly steps: readonly Step[];
}): VNode {
  const waits = waitsOf(run.timeline);
  return (
    <>
      {steps.map((step, index) => (
        <li
          value={step.turn}
          class={step.turn === steps[index - 1]?.turn ? "more" : undefined}
          data-x={endOf(step, layout)}
          data-lines={step.printed}
        >
          {layout.duration > 0 && <span class="ms">{step.at} ms</span>}
          {wordsOf(step, waits, run.lines)}
        </li>
      ))}
    </>
  );
}

/** Where a step ends on the drawing. */
function endOf({ turn, endsTurn, printed }: Step, layout: Layout): number {
  const end = endsTurn
    ? layout.turns[turn - 1]?.to
    : layout.prints[printed - 1]?.x;
  return Math.round(Number(end));
}
