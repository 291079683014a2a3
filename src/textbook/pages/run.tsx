import type { VNode } from "preact";
import type { RecordedRun, TestFact } from "../facts.ts";
import type { Level } from "../levels.ts";
import { Drawing } from "../timeline/drawing.tsx";
import { layOut, type Layout } from "../timeline/layout.ts";
import { Legend } from "../timeline/legend.tsx";
import { stepsOf, waitsOf, type Step } from "../timeline/turns.ts";
import { wordsOf } from "../timeline/words.ts";
import { Region } from "./document.tsx";

/** A run that a test left behind, under the test's title. */
export interface TitledRun {
  readonly run: RecordedRun;
  readonly title: string;
}

/** The runs that tests left behind, in order. */
export function runsOf(tests: readonly TestFact[]): TitledRun[] {
  return tests.flatMap(({ run, title }) => (run ? { run, title } : []));
}

/** A further run on a page: what it printed, and its drawing. Screen readers tell it from the others by its title. */
export function FurtherRun({
  run: { run, title },
  id,
}: {
  readonly run: TitledRun;
  readonly id: string;
}): VNode {
  return (
    <>
      <Terminal lines={run.lines} label={`Output: ${title}`} />
      <Timeline run={run} id={id} label={`Timeline: ${title}`} />
    </>
  );
}

/**
 * What the run printed, as a terminal shows it. If time passes, each line stands behind its virtual millisecond.
 * @param command what prints the same in the reader's own terminal
 * @param levels what makes each line stand where it stands; the lines are marked by it where they differ in it
 * @param label what a screen reader calls it; no other part of the page has the same
 */
export function Terminal({
  lines,
  command,
  levels = [],
  label = "Output",
}: {
  readonly lines: RecordedRun["lines"];
  readonly command?: string;
  readonly levels?: readonly Level[] | undefined;
  readonly label?: string;
}): VNode {
  const takesTime = lines.some(({ at }) => at > 0);
  const areMarked = new Set(levels).size > 1;
  return (
    <>
      <Region kind="terminal" label={label}>
        {command && (
          <p class="command">{`$ ${command}${takesTime ? " --virtual" : ""}`}</p>
        )}
        <ol class={areMarked ? "marked" : undefined}>
          {lines.map(({ at, text }, index) => (
            <li
              data-at={at}
              class={
                areMarked && text.trim() !== "" ? levels[index] : undefined
              }
            >
              {takesTime && <span class="ms">{at} ms</span>}
              <code>{text || " "}</code>
            </li>
          ))}
        </ol>
      </Region>
      {areMarked && <LevelKey levels={levels} />}
    </>
  );
}

const LEVELS: readonly (readonly [Level, string])[] = [
  ["always", "the line stands there in every order that was tried"],
  [
    "turns",
    "it does as long as turns are first in, first out, as they are here and in asyncio",
  ],
  ["clock", "which of two lines comes first rests on equal deadlines"],
];

/** What the marks behind the lines mean. */
function LevelKey({ levels }: { readonly levels: readonly Level[] }): VNode {
  return (
    <dl class="levels">
      {LEVELS.filter(([level]) => levels.includes(level)).map(
        ([level, meaning]) => (
          <div>
            <dt class={level}>{level}</dt>
            <dd>{meaning}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

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
          {layout.duration > 0 && <span class="ms">{step.at} ms</span>}{" "}
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

/** The buttons and the slider to walk through a run with. The script in the browser shows them. */
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
