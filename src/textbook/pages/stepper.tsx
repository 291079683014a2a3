import type { ComponentChildren, VNode } from "preact";
import type { RecordedRun } from "../facts.ts";
import type { Layout } from "../timeline/layout.ts";
import { sourceLinesOf } from "../timeline/source-lines.ts";
import { stepsOf, waitsOf, type Step } from "../timeline/turns.ts";
import { wordsOf } from "../timeline/words.ts";

/**
 * A run that a reader can walk through: what shows it, the buttons, and the same in words, step by step.
 *
 * The script in the browser finds in the words what each step has printed, where it ends on the drawing, and which lines
 * of the program it runs.
 *
 * @param file the program that is shown, if one is
 */
export function Walk({
  run,
  layout,
  id,
  kind = "run",
  file = "",
  children,
}: {
  readonly run: RecordedRun;
  readonly layout: Layout;
  readonly id: string;
  readonly kind?: string;
  readonly file?: string;
  readonly children: ComponentChildren;
}): VNode {
  const steps = stepsOf(layout.turns);
  return (
    <div class={kind} id={id}>
      {children}
      {steps.length > 0 && (
        <>
          <Stepper id={id} steps={steps.length} />
          <details class="words">
            <summary>The same in words</summary>
            <ol>
              <InWords run={run} layout={layout} steps={steps} file={file} />
            </ol>
          </details>
        </>
      )}
    </div>
  );
}

/** A line for each step, numbered by its turn. */
function InWords({
  run,
  layout,
  steps,
  file,
}: {
  readonly run: RecordedRun;
  readonly layout: Layout;
  readonly steps: readonly Step[];
  readonly file: string;
}): VNode {
  const waits = waitsOf(run.timeline);
  return (
    <>
      {steps.map((step, index) => {
        const lines = sourceLinesOf(step, run, file).join(" ");
        return (
          <li
            value={step.turn}
            class={step.turn === steps[index - 1]?.turn ? "more" : undefined}
            data-x={endOf(step, layout)}
            data-lines={step.printed}
            data-source={lines || undefined}
          >
            {layout.duration > 0 && <span class="ms">{step.at} ms</span>}{" "}
            {wordsOf(step, waits, run.lines)}
          </li>
        );
      })}
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

const SPEEDS = [0.5, 1, 2, 4];

/** The buttons and the slider to walk through a run with. The script in the browser shows them. */
function Stepper({
  id,
  steps,
}: {
  readonly id: string;
  readonly steps: number;
}): VNode {
  return (
    <div class="stepper" role="group" aria-label={`Walk through ${id}`} hidden>
      <Button step="play" label="Play" text="▶ play" />
      <Button step="restart" label="Restart" text="restart" />
      <Button step="line-back" label="Back by a line" text="« line" />
      <Button step="step-back" label="Back by a step" text="‹ step" />
      <Button step="step-on" label="On by a step" text="step ›" />
      <Button step="line-on" label="On by a line" text="line »" />
      <label>
        Speed{" "}
        <select>
          {SPEEDS.map((speed) => (
            <option value={speed} selected={speed === 1}>
              {speed}×
            </option>
          ))}
        </select>
      </label>
      <input
        type="range"
        min={0}
        max={steps}
        value={0}
        aria-label="Step"
        aria-describedby={`${id}-now`}
      />
      <output id={`${id}-now`} />
    </div>
  );
}

function Button({
  step,
  label,
  text,
}: {
  readonly step: string;
  readonly label: string;
  readonly text: string;
}): VNode {
  return (
    <button type="button" data-step={step} aria-label={label}>
      {text}
    </button>
  );
}
