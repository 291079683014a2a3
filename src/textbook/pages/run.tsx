import type { VNode } from "preact";
import type { RecordedRun, TestFact } from "../facts.ts";
import type { Level } from "../levels.ts";
import { Bands, Drawing } from "../timeline/drawing.tsx";
import { layOut, type Layout } from "../timeline/layout.ts";
import { Legend } from "../timeline/legend.tsx";
import { Region } from "./document.tsx";
import { Walk } from "./stepper.tsx";

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
  const layout = layOut(run.timeline);
  return (
    <Walk run={run} layout={layout} id={id}>
      <Terminal lines={run.lines} label={`Output: ${title}`} />
      <Timeline layout={layout} id={id} label={`Timeline: ${title}`} />
    </Walk>
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
  readonly command?: string | undefined;
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
 * The drawing of a run, and what the things in it mean; nothing where there would be no more than one bar.
 * @param label what a screen reader calls it; no other part of the page has the same
 * @param isFolded whether what the things mean has to be unfolded
 */
export function Timeline({
  layout,
  id,
  label = "Timeline",
  isFolded = false,
}: {
  readonly layout: Layout;
  readonly id: string;
  readonly label?: string;
  readonly isFolded?: boolean;
}): VNode {
  if (isOneBar(layout)) {
    return (
      <p class="absent">
        There is nothing to draw: one piece of code runs, from its first line to
        its last.
      </p>
    );
  }
  return (
    <figure class="drawing">
      <Region kind="canvas" label={label}>
        <Drawing layout={layout} id={id} />
      </Region>
      <Bands layout={layout} id={id} />
      <figcaption>
        {isFolded ? (
          <details>
            <summary>How to read it</summary>
            <Legend layout={layout} />
          </details>
        ) : (
          <Legend layout={layout} />
        )}
      </figcaption>
    </figure>
  );
}

/** Whether a drawing would say no more than that something runs. */
function isOneBar({ lanes, contexts, queues }: Layout): boolean {
  return lanes.size <= 1 && contexts.length === 0 && queues.size === 0;
}
