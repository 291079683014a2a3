import type { VNode } from "preact";
import type { WaitKind } from "../../testing/index.ts";
import {
  AXIS,
  BAR,
  frameOf,
  LETTER,
  QUEUE,
  TURNS,
  yOf,
  type Drawn,
  type Frame,
} from "./frame.ts";
import type { Span } from "./axis.ts";
import type { Segment } from "./lane.ts";
import type { Layout, QueueDepth } from "./layout.ts";
import { Arrows, Asked, ContextSpans, ItemTrips, Marks } from "./marks.tsx";
import { about } from "./words.ts";

/** What is left free to the right of the run. */
const MARGIN = 14;

/**
 * Draws a run as SVG, its lanes above each other and its queues below. It can be read without colours. The names are a
 * drawing of their own, so that they stay where they are when the run is scrolled.
 *
 * @param like the drawing whose hatches it has, if it brings none of its own
 */
export function Drawing({
  layout,
  id,
  like,
}: {
  readonly layout: Layout;
  readonly id: string;
  readonly like?: string | undefined;
}): VNode {
  const frame = frameOf(layout);
  const { gutter, height, above } = frame;
  const right = Math.ceil(layout.width + MARGIN);
  return (
    <>
      <svg
        class="timeline names"
        viewBox={`${-gutter} ${-above} ${gutter} ${height}`}
        width={gutter}
        height={height}
        aria-hidden="true"
      >
        <g id={`${id}-names`}>
          <Names layout={layout} frame={frame} />
        </g>
      </svg>
      <svg
        class="timeline"
        viewBox={`0 ${-above} ${right} ${height}`}
        width={right}
        height={height}
        role="img"
        aria-labelledby={`${id}-title`}
        data-right={right}
      >
        <title id={`${id}-title`}>{summaryOf(layout)}</title>
        {like === undefined && <Hatches id={id} />}
        <g id={`${id}-drawn`}>
          <MomentColumns layout={layout} frame={frame} />
          {layout.departures.length > 0 && (
            <Departures layout={layout} frame={frame} />
          )}
          <LaneRows layout={layout} frame={frame} id={like ?? id} />
          <Arrows layout={layout} frame={frame} />
          <Asked layout={layout} frame={frame} />
          <ContextSpans layout={layout} frame={frame} />
          <ItemTrips layout={layout} frame={frame} />
          <LaneWords layout={layout} frame={frame} />
          <Marks layout={layout} frame={frame} />
          <QueueRows layout={layout} frame={frame} />
          <TurnNumbers layout={layout} frame={frame} />
        </g>
        {like === undefined && <Cursor frame={frame} />}
      </svg>
    </>
  );
}

/** How wide a part of a drawing may be that is printed on paper. */
const BAND = 540;

/** A drawing once more, in parts below each other, since paper does not scroll. */
export function Bands({
  layout,
  id,
}: {
  readonly layout: Layout;
  readonly id: string;
}): VNode {
  const { gutter, height, above } = frameOf(layout);
  return (
    <div class="bands" aria-hidden="true">
      {bandsOf(layout).map(({ from, to }) => (
        <svg
          class="timeline"
          viewBox={`${from - gutter} ${-above} ${gutter + to - from} ${height}`}
          width={gutter + to - from}
          height={height}
        >
          <use href={`#${id}-names`} x={from} />
          <svg
            x={from}
            y={-above}
            width={to - from}
            height={height}
            viewBox={`${from} ${-above} ${to - from} ${height}`}
          >
            <use href={`#${id}-drawn`} />
          </svg>
        </svg>
      ))}
    </div>
  );
}

/** Cuts a drawing where a turn ends, and a turn that is too long for paper into equal parts. */
function bandsOf({ turns, width }: Layout): Span[] {
  const bands: Span[] = [];
  let from = 0;
  for (const { to } of turns) {
    const last = bands.at(-1);
    if (last !== undefined && to - last.from <= BAND) {
      bands[bands.length - 1] = { from: last.from, to: to + CUT };
    } else {
      bands.push(...partsOf({ from, to: to + CUT }));
    }
    from = to + CUT;
  }
  const last = bands.pop();
  return last === undefined
    ? []
    : [...bands, { from: last.from, to: width + MARGIN }];
}

/** The first part is longer, since the label of a moment stands in the middle. */
function partsOf({ from, to }: Span): Span[] {
  const count = Math.ceil((to - from) / (BAND - LONGER));
  const part = (to - from) / count;
  const cut = (at: number): number =>
    at === 0 ? from : at === count ? to : from + at * part + LONGER;
  return Array.from({ length: count }, (_, at) => ({
    from: cut(at),
    to: cut(at + 1),
  }));
}

const LONGER = 40;

/** Behind a turn's end. */
const CUT = 2;

/** The names of the lanes and of the queues. */
function Names({ layout: { lanes, queues }, frame }: Drawn): VNode {
  const { gutter, bottom } = frame;
  return (
    <>
      {Array.from(lanes.keys(), (name) => (
        <g class="lane" data-lane={name}>
          <text class="name" x={12 - gutter} y={yOf(frame, name) + 4}>
            {name}
          </text>
        </g>
      ))}
      {Array.from(queues, ([name, { sizes }], index) => {
        const base = baseOf(bottom, index);
        return (
          <g class="queue">
            <text class="name" x={12 - gutter} y={base - DEPTH / 2 + 4}>
              {name}
            </text>
            <text class="size" x={-5} y={base + 4}>
              0
            </text>
            <text class="size" x={-5} y={base - DEPTH + 4}>
              {mostOf(sizes)}
            </text>
          </g>
        );
      })}
    </>
  );
}

/** What the drawing shows, in a line. */
function summaryOf(layout: Layout): string {
  const { lanes, turns, duration, departures } = layout;
  const who = [...lanes.keys()].join(", ");
  const many = turns.length === 1 ? "a single turn" : `${turns.length} turns`;
  const drawn = `${who}; ${many} in ${duration} ms.`;
  if (departures.length === 0) {
    return `The run, drawn: ${drawn}`;
  }
  const at = turns.flatMap((turn, index) =>
    departures.includes(turn) ? index + 1 : [],
  );
  return `This outcome, drawn: ${drawn} It departs at turn ${at.join(", ")}.`;
}

/** How wide the word is that stands above a departure. */
const WORD = 60;

/** A frame around each turn that departs from the ordinary order, with a word above as far as there is room. */
function Departures({ layout, frame }: Drawn): VNode {
  let free = 0;
  return (
    <g class="departures">
      {layout.departures.map(({ from, to }) => {
        const left = Math.min(from - 2, layout.width + MARGIN - WORD);
        const isFree = left >= free;
        free = isFree ? left + WORD : free;
        return (
          <>
            <rect x={from - 2} width={to - from + 4} height={frame.end} />
            {isFree && (
              <text x={left} y={-4}>
                departure
              </text>
            )}
          </>
        );
      })}
    </g>
  );
}

/** A column for each moment of the virtual clock, with its time above. */
function MomentColumns({ layout: { moments }, frame }: Drawn): VNode {
  const height = frame.end - AXIS;
  return (
    <g class="moment">
      <path
        d={moments
          .map(({ from, to }) => box(from, AXIS, to - from, height))
          .join("")}
      />
      {moments.map(({ at, from, to }) => (
        <text x={(from + to) / 2} y={AXIS - 9}>
          {at} ms
        </text>
      ))}
    </g>
  );
}

/** The number of each turn, as far as there is room. */
function TurnNumbers({ layout, frame }: Drawn): VNode {
  let free = 0;
  const numbers = layout.turns.map(({ from, to }, index) => {
    const x = (from + to) / 2;
    const half = String(index + 1).length * 3.2 + 2;
    if (x - half < free) {
      return null;
    }
    free = x + half;
    return <text x={x}>{index + 1}</text>;
  });
  return (
    <g
      class="turns"
      transform={`translate(0,${frame.end + TURNS - 7})`}
      aria-hidden="true"
    >
      {numbers}
    </g>
  );
}

/** A veil over what is still to come, and a line where that begins; the script in the browser moves them. */
function Cursor({ frame: { height } }: { readonly frame: Frame }): VNode {
  return (
    <>
      <rect class="veil" x={0} y={AXIS} width={0} height={height - AXIS} />
      <line class="cursor" x1={0} x2={0} y1={AXIS - 6} y2={height} />
    </>
  );
}

/** A row for each lane, with a bar or a line for what its code does. */
function LaneRows({
  layout: { lanes, width },
  frame,
  id,
}: Drawn & { readonly id: string }): VNode {
  const rows = Array.from(lanes, ([name, segments]) => {
    const y = yOf(frame, name);
    return (
      <g class="lane" data-lane={name}>
        <path class="rail" d={`M0 ${y}H${width}`} />
        <Segments segments={segments} y={y} id={id} />
      </g>
    );
  });
  return <>{rows}</>;
}

/** What is waited for, above all that crosses it, where there is room. */
function LaneWords({ layout: { lanes }, frame }: Drawn): VNode {
  const words = Array.from(lanes, ([name, segments]) =>
    segments.filter(hasRoom).map((segment) => (
      <text x={(segment.from + segment.to) / 2} y={yOf(frame, name) + 4}>
        {labelOf(segment)}
      </text>
    )),
  );
  return <g class="what">{words}</g>;
}

/** What the code of a lane does, as one path for each kind of bar or line. */
function Segments({
  segments,
  y,
  id,
}: {
  readonly segments: readonly Segment[];
  readonly y: number;
  readonly id: string;
}): VNode {
  const paths = new Map<string, { look: Segment; d: string }>();
  for (const segment of segments) {
    const { from, to, state } = segment;
    const isLine = state === "sleeps" || state === "idle";
    const kind = state === "waits" ? hatchOf(segment) : state;
    const { look, d } = paths.get(kind) ?? { look: segment, d: "" };
    const shape = isLine
      ? `M${from} ${y}H${to}`
      : box(from, y - BAR / 2, to - from, BAR);
    paths.set(kind, { look, d: d + shape });
  }
  return (
    <>
      {Array.from(paths, ([kind, { look, d }]) => (
        <path
          class={look.state}
          d={d}
          fill={look.state === "waits" ? `url(#${id}-${kind})` : undefined}
        />
      ))}
    </>
  );
}

/** A rectangle, as a part of a path. */
function box(x: number, y: number, width: number, height: number): string {
  return `M${x} ${y}h${width}v${height}h${-width}z`;
}

/** Whether what a lane waits for can be written on its bar. */
function hasRoom(segment: Segment): boolean {
  const { from, to, state } = segment;
  return state === "waits" && labelOf(segment).length * LETTER + 8 <= to - from;
}

function labelOf({ kind, on }: Segment): string {
  return about(on, (kind as WaitKind).label);
}

/** The bar of a waiting lane tells by its hatch, without a colour, what the lane waits for. */
type Hatch = "get" | "put" | "other";

const HATCHES: Readonly<Record<Hatch, string>> = {
  get: "M-1 7L7 -1M-1 1L1 -1M5 7L7 5",
  put: "M-1 7L7 -1M-1 1L1 -1M5 7L7 5M-1 -1L7 7M5 -1L7 1M-1 5L1 7",
  other: "M1 0V6",
};

/** The hatches that the bars of a drawing are filled with. @param id the drawing's own, since a page may have several */
function Hatches({ id }: { readonly id: string }): VNode {
  return (
    <defs>
      {Object.entries(HATCHES).map(([name, d]) => (
        <pattern
          id={`${id}-${name}`}
          class={`hatch ${name}`}
          width={6}
          height={6}
          patternUnits="userSpaceOnUse"
        >
          <path d={d} />
        </pattern>
      ))}
    </defs>
  );
}

const HATCH_OF = { took: "get", put: "put" } as const;

/** The hatch that goes with a wait. */
export function hatchOf({ kind }: Segment): Hatch {
  return kind?.does === undefined ? "other" : HATCH_OF[kind.does];
}

/** How high the curve of a queue is. */
const DEPTH = 30;

/** A row for each queue: its size over time, and its limit where that was reached. */
function QueueRows({
  layout: { queues, width },
  frame: { bottom },
}: Drawn): VNode {
  const rows = Array.from(queues.values(), (depth, index) => (
    <g class="queue">
      <DepthCurve depth={depth} base={baseOf(bottom, index)} width={width} />
    </g>
  ));
  return <>{rows}</>;
}

/** Where the curve of a queue stands that is empty. */
function baseOf(bottom: number, index: number): number {
  return bottom + index * QUEUE + QUEUE - 16;
}

function mostOf(sizes: QueueDepth["sizes"]): number {
  return Math.max(1, ...sizes.map(({ size }) => size));
}

function DepthCurve({
  depth: { sizes, limit },
  base,
  width,
}: {
  readonly depth: QueueDepth;
  readonly base: number;
  readonly width: number;
}): VNode {
  const most = mostOf(sizes);
  const yOf = (size: number): number => base - (size / most) * DEPTH;
  const steps = sizes.map(({ x, size }) => `H${x}V${yOf(size)}`).join("");
  return (
    <>
      <path class="depth" d={`M0 ${base}${steps}H${width}V${base}Z`} />
      <path class="rail" d={`M0 ${base}H${width}`} />
      {limit !== undefined && (
        <>
          <path class="limit" d={`M0 ${yOf(limit)}H${width}`} />
          <text class="full" x={4} y={yOf(limit) - 4}>
            full
          </text>
        </>
      )}
    </>
  );
}
