import type { VNode } from "preact";

/** The buttons and the slider to walk through a run with; the script that shows them is in the browser. */
export function Stepper({
  id,
  steps,
}: {
  readonly id: string;
  readonly steps: number;
}): VNode {
  return (
    <div class="stepper" role="group" aria-label="Walk through" hidden>
      <Button step="line-back" label="Back by a line" text="« line" />
      <Button step="step-back" label="Back by a step" text="‹ step" />
      <input
        type="range"
        min={0}
        max={steps}
        value={steps}
        aria-label="Step"
        aria-describedby={`${id}-now`}
      />
      <Button step="step-on" label="On by a step" text="step ›" />
      <Button step="line-on" label="On by a line" text="line »" />
      <output id={`${id}-now`}>The whole run</output>
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
