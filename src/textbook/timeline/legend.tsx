import type { ComponentChild, VNode } from "preact";
import { hatchOf } from "./drawing.tsx";
import type { Layout } from "./layout.ts";

const BAR = { x: 1, y: 2, width: 24, height: 10 };
const MIDDLE = { x1: 0, x2: 26, y1: 7, y2: 7 };
const SQUARE = { x: 9, y: 3, width: 8, height: 8 };

type Entry = readonly [meaning: string, look: ComponentChild];

/** What each thing in a drawing means, and what it looks like, in the order of the legend. */
const ENTRIES = {
  runs: ["runs", <rect class="runs" {...BAR} />],
  ready: ["ready, waits for its turn", <rect class="ready" {...BAR} />],
  sleeps: ["sleeps", <line class="sleeps" {...MIDDLE} />],
  get: [
    "waits for an item",
    <>
      <rect class="waits" {...BAR} />
      <path class="swatch" d="M3 12L11 2M9 12L17 2M15 12L23 2" />
    </>,
  ],
  put: [
    "waits for room",
    <>
      <rect class="waits" {...BAR} />
      <path
        class="swatch put"
        d="M3 12L11 2M9 12L17 2M15 12L23 2M3 2L11 12M9 2L17 12M15 2L23 12"
      />
    </>,
  ],
  other: [
    "waits for others",
    <>
      <rect class="waits" {...BAR} />
      <path class="swatch" d="M5 2V12M9 2V12M13 2V12M17 2V12M21 2V12" />
    </>,
  ],
  idle: ["waits for something else", <line class="idle" {...MIDDLE} />],
  item: [
    "an item, from put to get",
    <>
      <path class="trip" d="M4 4C12 14 14 0 22 10" />
      <circle class="put" cx={4} cy={4} r={3} />
      <circle class="took" cx={22} cy={10} r={3} />
    </>,
  ],
  wake: ["wakes", <path class="wake" d="M13 0V13M10 9L13 13L16 9" />],
  robbed: [
    "woken too late: the item is gone",
    <>
      <circle class="robbed" cx={13} cy={7} r={6} />
      <path class="cross" d="M10 4L16 10M10 10L16 4" />
    </>,
  ],
  ask: [
    "asks a source for its next value",
    <path class="ask" d="M13 0V13M10 9L13 13L16 9" />,
  ],
  close: [
    "closes a source, or throws into it",
    <path class="ask return" d="M13 0V13M10 9L13 13L16 9" />,
  ],
  gift: [
    "gives a value, or ends",
    <>
      <path class="ask" d="M13 14V1M10 5L13 1L16 5" />
      <circle class="took" cx={13} cy={11} r={3} />
    </>,
  ],
  context: [
    "inside a context manager",
    <path class="span" d="M2 2V12M2 7H24M24 2V12" />,
  ],
  print: [
    "prints that line of the output",
    <>
      <path class="tick" d="M13 14V10" />
      <text x={13} y={8}>
        3
      </text>
    </>,
  ],
  returned: ["returns", <rect class="square" {...SQUARE} />],
  cancelled: [
    "is cancelled",
    <>
      <rect class="square open" {...SQUARE} />
      <path class="slash" d="M6 14L20 0" />
    </>,
  ],
  failed: ["fails", <path class="cross" d="M8 2L18 12M8 12L18 2" />],
} satisfies Readonly<Record<string, Entry>>;

/** A kind of thing that a drawing shows. */
type Kind = keyof typeof ENTRIES;

/** Explains what the drawing uses, and nothing else. */
export function Legend({ layout }: { readonly layout: Layout }): VNode {
  const used: ReadonlySet<string> = kindsIn(layout);
  const entries = Object.entries(ENTRIES).filter(([kind]) => used.has(kind));
  return (
    <>
      <p>{axisText(layout)}</p>
      <ul class="legend">
        {entries.map(([, [meaning, look]]) => (
          <li>
            <Swatch look={look} />
            {meaning}
          </li>
        ))}
      </ul>
    </>
  );
}

/** A thing as it looks in a drawing, small enough to stand in a line of text. */
function Swatch({ look }: { readonly look: ComponentChild }): VNode {
  return (
    <svg
      class="swatch"
      viewBox="0 0 26 14"
      width={26}
      height={14}
      aria-hidden="true"
    >
      {look}
    </svg>
  );
}

function axisText({ duration }: Layout): string {
  return duration > 0
    ? "Time passes from left to right. Each shaded column is one moment, opened up so that the turns of that millisecond can be told apart. Below, the turns are numbered."
    : "Everything happens at 0 ms: the turns follow one another from left to right, as numbered below.";
}

function kindsIn(layout: Layout): Set<Kind> {
  const segments = [...layout.lanes.values()].flat();
  return new Set<Kind>([
    ...segments.map((segment) =>
      segment.state === "waits" ? hatchOf(segment) : segment.state,
    ),
    ...layout.items.map(() => "item" as const),
    ...layout.wakes.map(() => "wake" as const),
    ...layout.robberies.map(() => "robbed" as const),
    ...layout.asks.map(({ how }) => (how === "next" ? "ask" : "close")),
    ...layout.gifts.map(() => "gift" as const),
    ...layout.contexts.map(() => "context" as const),
    ...layout.prints.map(() => "print" as const),
    ...layout.ends.map(({ how }) => how),
  ]);
}
