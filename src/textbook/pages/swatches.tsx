import type { ComponentChildren, VNode } from "preact";

const BAR = { x: 1, y: 2, width: 24, height: 10 };
const MIDDLE = { x1: 0, x2: 26, y1: 7, y2: 7 };
const SQUARE = { x: 9, y: 3, width: 8, height: 8 };

/** What each thing in a drawing looks like. */
const SHAPES = {
  runs: <rect class="runs" {...BAR} />,
  ready: <rect class="ready" {...BAR} />,
  get: (
    <>
      <rect class="waits" {...BAR} />
      <path class="swatch" d="M3 12L11 2M9 12L17 2M15 12L23 2" />
    </>
  ),
  put: (
    <>
      <rect class="waits" {...BAR} />
      <path
        class="swatch put"
        d="M3 12L11 2M9 12L17 2M15 12L23 2M3 2L11 12M9 2L17 12M15 2L23 12"
      />
    </>
  ),
  other: (
    <>
      <rect class="waits" {...BAR} />
      <path class="swatch" d="M5 2V12M9 2V12M13 2V12M17 2V12M21 2V12" />
    </>
  ),
  sleeps: <line class="sleeps" {...MIDDLE} />,
  idle: <line class="idle" {...MIDDLE} />,
  item: (
    <>
      <path class="trip" d="M4 4C12 14 14 0 22 10" />
      <circle class="put" cx={4} cy={4} r={3} />
      <circle class="took" cx={22} cy={10} r={3} />
    </>
  ),
  wake: <path class="wake" d="M13 0V13M10 9L13 13L16 9" />,
  robbed: (
    <>
      <circle class="robbed" cx={13} cy={7} r={6} />
      <path class="cross" d="M10 4L16 10M10 10L16 4" />
    </>
  ),
  context: <path class="span" d="M2 2V12M2 7H24M24 2V12" />,
  print: (
    <>
      <path class="tick" d="M13 14V10" />
      <text x={13} y={8}>
        3
      </text>
    </>
  ),
  returned: <rect class="square" {...SQUARE} />,
  cancelled: (
    <>
      <rect class="square open" {...SQUARE} />
      <path class="slash" d="M6 14L20 0" />
    </>
  ),
  failed: <path class="cross" d="M8 2L18 12M8 12L18 2" />,
} as const satisfies Readonly<Record<string, ComponentChildren>>;

/** A kind of thing that a drawing shows. */
export type Kind = keyof typeof SHAPES;

/** A thing as it looks in a drawing, small enough to stand in a line of text. */
export function Swatch({ kind }: { readonly kind: Kind }): VNode {
  return (
    <svg
      class="swatch"
      viewBox="0 0 26 14"
      width={26}
      height={14}
      aria-hidden="true"
    >
      {SHAPES[kind]}
    </svg>
  );
}
