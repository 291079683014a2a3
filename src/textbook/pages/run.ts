import { h, type Markup } from "../markup.ts";
import type { RecordedRun } from "../facts.ts";
import { drawing } from "../timeline/drawing.ts";
import { layOut, type Layout } from "../timeline/layout.ts";
import { stepsOf, waitsOf, type Step } from "../timeline/turns.ts";
import { wordsOf } from "../timeline/words.ts";

/** A further run on a page: what it printed, and its drawing. @param title tells it from the others */
export function furtherRun(
  run: RecordedRun,
  id: string,
  title: string,
): Markup[] {
  return [
    terminal(run.lines, undefined, `Output: ${title}`),
    timeline(run, id, `Timeline: ${title}`),
  ];
}

/**
 * What the run printed, as a terminal shows it; behind its virtual millisecond where time passes.
 * @param label what a screen reader calls it; no other part of the page has the same
 */
export function terminal(
  lines: RecordedRun["lines"],
  command: string | undefined,
  label = "Output",
): Markup {
  const takesTime = lines.some(({ at }) => at > 0);
  return h(
    "div",
    {
      class: "terminal",
      tabIndex: 0,
      role: "region",
      "aria-label": label,
    },
    command === undefined
      ? null
      : h(
          "p",
          { class: "command" },
          `$ ${command}${takesTime ? " --virtual" : ""}`,
        ),
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

/** The drawing of a run, the buttons to step through it, and the same in words. */
export function timeline(
  run: RecordedRun,
  id: string,
  label = "Timeline",
): Markup {
  if (run.timeline.length === 0) {
    return h("p", { class: "absent" }, "Nothing happened that could be drawn.");
  }
  const layout = layOut(run.timeline);
  const waits = waitsOf(run.timeline);
  const steps = stepsOf(layout.turns);
  const before = (step: Step): Step | undefined =>
    steps[steps.indexOf(step) - 1];
  const last = layout.duration;
  return h(
    "figure",
    { class: "run", id },
    h(
      "div",
      {
        class: "canvas",
        tabIndex: 0,
        role: "region",
        "aria-label": label,
      },
      drawing(layout, id),
    ),
    stepper(id, steps.length),
    h("figcaption", null, legend(layout, last)),
    h(
      "details",
      { class: "words" },
      h("summary", null, "The same in words"),
      h(
        "ol",
        null,
        steps.map((step) =>
          h(
            "li",
            {
              value: step.turn,
              class: step.turn === before(step)?.turn ? "more" : undefined,
              "data-x": endOf(step, layout),
              "data-lines": step.printed,
            },
            last > 0 ? h("span", { class: "ms" }, `${step.at} ms`) : null,
            wordsOf(step, waits, run.lines),
          ),
        ),
      ),
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

function stepper(id: string, steps: number): Markup {
  return h(
    "div",
    {
      class: "stepper",
      role: "group",
      "aria-label": "Walk through",
      hidden: true,
    },
    button("line-back", "Back by a line", "« line"),
    button("step-back", "Back by a step", "‹ step"),
    h("input", {
      type: "range",
      min: 0,
      max: steps,
      value: steps,
      "aria-label": "Step",
      "aria-describedby": `${id}-now`,
    }),
    button("step-on", "On by a step", "step ›"),
    button("line-on", "On by a line", "line »"),
    h("output", { id: `${id}-now` }, "The whole run"),
  );
}

function button(step: string, label: string, text: string): Markup {
  return h(
    "button",
    { type: "button", "data-step": step, "aria-label": label },
    text,
  );
}

/** Explains what the drawing uses, and nothing else. */
function legend(layout: Layout, last: number): Markup[] {
  const segments = [...layout.lanes.values()].flat();
  const has = (state: string, method = ""): boolean =>
    segments.some(
      (segment) =>
        segment.state === state && (segment.what ?? "").endsWith(method),
    );
  const waitsElsewhere = segments.some(
    ({ state, what = "" }) => state === "waits" && !/\.(get|put)$/.test(what),
  );
  const entries: [boolean, string, string][] = [
    [has("runs"), "runs", "runs"],
    [has("ready"), "ready", "ready, waits for its turn"],
    [has("sleeps"), "sleeps", "sleeps"],
    [has("waits", ".get"), "get", "waits for an item"],
    [has("waits", ".put"), "put", "waits for room"],
    [waitsElsewhere, "other", "waits for others"],
    [has("idle"), "idle", "waits for something else"],
    [layout.items.length > 0, "item", "an item, from put to get"],
    [layout.wakes.length > 0, "wake", "wakes"],
    [layout.robberies.length > 0, "robbed", "woken too late: the item is gone"],
    [layout.contexts.length > 0, "context", "inside a context manager"],
    [layout.prints.length > 0, "print", "prints that line of the output"],
    [layout.ends.some(({ how }) => how === "returned"), "returned", "returns"],
    [
      layout.ends.some(({ how }) => how === "cancelled"),
      "cancelled",
      "is cancelled",
    ],
    [layout.ends.some(({ how }) => how === "failed"), "failed", "fails"],
  ];
  const axis =
    last > 0
      ? "From left to right time passes; each shaded column is one moment of it, opened up so that the turns that happen at that millisecond can be told apart. Below, the turns are numbered."
      : "Everything happens at 0 ms: from left to right turn follows on turn, as numbered below.";
  return [
    h("p", null, axis),
    h(
      "ul",
      { class: "legend" },
      entries
        .filter(([isUsed]) => isUsed)
        .map(([, kind, text]) => h("li", null, swatch(kind), text)),
    ),
  ];
}

type Shape = readonly [tag: string, attributes: object, text?: string];

const BAR = { x: 1, y: 2, width: 24, height: 10 };
const MIDDLE = { x1: 0, x2: 26, y1: 7, y2: 7 };
const SQUARE = { x: 9, y: 3, width: 8, height: 8 };

/** What each thing in a drawing looks like. */
const SHAPES: Readonly<Record<string, readonly Shape[]>> = {
  runs: [["rect", { class: "runs", ...BAR }]],
  ready: [["rect", { class: "ready", ...BAR }]],
  get: [
    ["rect", { class: "waits", ...BAR }],
    ["path", { class: "swatch", d: "M3 12L11 2M9 12L17 2M15 12L23 2" }],
  ],
  put: [
    ["rect", { class: "waits", ...BAR }],
    [
      "path",
      {
        class: "swatch put",
        d: "M3 12L11 2M9 12L17 2M15 12L23 2M3 2L11 12M9 2L17 12M15 2L23 12",
      },
    ],
  ],
  other: [
    ["rect", { class: "waits", ...BAR }],
    ["path", { class: "swatch", d: "M5 2V12M9 2V12M13 2V12M17 2V12M21 2V12" }],
  ],
  sleeps: [["line", { class: "sleeps", ...MIDDLE }]],
  idle: [["line", { class: "idle", ...MIDDLE }]],
  item: [
    ["path", { class: "trip", d: "M4 4C12 14 14 0 22 10" }],
    ["circle", { class: "put", cx: 4, cy: 4, r: 3 }],
    ["circle", { class: "took", cx: 22, cy: 10, r: 3 }],
  ],
  wake: [["path", { class: "wake", d: "M13 0V13M10 9L13 13L16 9" }]],
  robbed: [
    ["circle", { class: "robbed", cx: 13, cy: 7, r: 6 }],
    ["path", { class: "cross", d: "M10 4L16 10M10 10L16 4" }],
  ],
  context: [["path", { class: "span", d: "M2 2V12M2 7H24M24 2V12" }]],
  print: [
    ["path", { class: "tick", d: "M13 14V10" }],
    ["text", { x: 13, y: 8 }, "3"],
  ],
  returned: [["rect", { class: "square", ...SQUARE }]],
  cancelled: [
    ["rect", { class: "square open", ...SQUARE }],
    ["path", { class: "slash", d: "M6 14L20 0" }],
  ],
  failed: [["path", { class: "cross", d: "M8 2L18 12M8 12L18 2" }]],
};

function swatch(kind: string): Markup {
  return h(
    "svg",
    {
      class: "swatch",
      viewBox: "0 0 26 14",
      width: 26,
      height: 14,
      "aria-hidden": "true",
    },
    SHAPES[kind]?.map(([tag, attributes, text]) =>
      h(tag, { ...attributes }, text),
    ),
  );
}
