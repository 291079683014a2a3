import type { VNode } from "preact";
import type { Mark } from "./axis.ts";
import {
  BAR,
  CONTEXT,
  LETTER,
  SMALL_LETTER,
  yOf,
  type Drawn,
  type Frame,
} from "./frame.ts";
import type { ContextSpan, ItemTrip, Layout } from "./layout.ts";

interface Place {
  readonly x: number;
  readonly y: number;
}

/** An arrow from the creator of a task to the task, and from who wakes to who is woken. */
export function Arrows({ layout: { births, wakes }, frame }: Drawn): VNode {
  const born = births.map(({ x, lane, task }) =>
    arrow(x, yOf(frame, lane), yOf(frame, task)),
  );
  const woken = wakes.map(({ x, lane, to }) =>
    arrow(x, yOf(frame, lane), yOf(frame, to)),
  );
  return (
    <>
      {born.length > 0 && <path class="birth" d={born.join("")} />}
      {woken.length > 0 && <path class="wake" d={woken.join("")} />}
    </>
  );
}

/**
 * What a source is asked for, and what it gives: a value, which stands below its lane, its end, or an error. Where there is
 * no room, the arrow alone says that the next value is asked for.
 */
export function Asked({ layout: { asks, gifts }, frame }: Drawn): VNode | null {
  /** Up to where the words of each lane reach. */
  const free = new Map<string, number>();
  return asks.length === 0 ? null : (
    <g class="asked">
      {asks.map(({ x, lane, to, how }) => {
        const y = yOf(frame, to);
        // To the left of the arrow, where there is room.
        const isRight = x < 40;
        const left = isRight ? x + 4 : x - 4 - how.length * SMALL_LETTER;
        const isCrossed = gifts.some(
          (gift) => gift.lane === to && gift.x > left - 2 && gift.x < x,
        );
        const isFree =
          how !== "next" || (!isCrossed && left >= (free.get(to) ?? 0));
        if (isFree) {
          free.set(to, left + how.length * SMALL_LETTER);
        }
        return (
          <g class={how}>
            <path d={arrow(x, yOf(frame, lane), y)} />
            {isFree && (
              <text
                x={isRight ? x + 4 : x - 4}
                y={y - BAR / 2 - 3}
                text-anchor={isRight ? "start" : "end"}
              >
                {how}
              </text>
            )}
          </g>
        );
      })}
      {gifts.map(({ x, lane, to, how, value }, at) => {
        const y = yOf(frame, lane);
        // One value higher, the next one lower, so that they do not cover one another.
        const line = at % 2;
        return (
          <g class={how}>
            <path d={arrow(x, y, yOf(frame, to))} />
            <circle cx={x} cy={y} r={3.2} />
            <text x={x + 5} y={y + BAR / 2 + 10 + line * 10}>
              {how === "value" ? short(value) : how}
            </text>
          </g>
        );
      })}
    </g>
  );
}

function arrow(x: number, from: number, to: number): string {
  const down = to > from ? 1 : -1;
  const start = from + (down * BAR) / 2;
  const end = to - (down * BAR) / 2;
  return `M${x} ${start}V${end}m-3 ${-down * 4.5}l3 ${down * 4.5}l3 ${-down * 4.5}`;
}

/** How tasks end, who was woken too late, and which line was printed where. */
export function Marks({
  layout: { ends, robberies, prints },
  frame,
}: Drawn): VNode {
  return (
    <>
      {ends.map(({ x, lane, how }) => (
        <End x={x} y={yOf(frame, lane)} how={how} />
      ))}
      {robberies.map(({ x, lane }) => (
        <TooLate x={x} y={yOf(frame, lane)} />
      ))}
      <Prints prints={prints} frame={frame} />
    </>
  );
}

function End({
  x,
  y,
  how,
}: Place & { readonly how: Layout["ends"][number]["how"] }): VNode {
  return (
    <g class={`end ${how}`}>
      {how === "failed" ? (
        <Cross x={x} y={y} r={5} />
      ) : (
        <rect x={x - 4.5} y={y - 4.5} width={9} height={9} />
      )}
      {how === "cancelled" && (
        <path d={`M${x - 7} ${y + 7}L${x + 7} ${y - 7}`} />
      )}
    </g>
  );
}

function TooLate({ x, y }: Place): VNode {
  return (
    <g class="robbed">
      <circle cx={x} cy={y} r={6.5} />
      <Cross x={x} y={y} r={3} />
      <text x={x} y={y - BAR / 2 - 6}>
        too late
      </text>
    </g>
  );
}

/** The number of each printed line, above where it was printed. */
function Prints({
  prints,
  frame,
}: {
  readonly prints: Layout["prints"];
  readonly frame: Frame;
}): VNode {
  const top = (lane: string): number => yOf(frame, lane) - BAR / 2;
  return (
    <g class="print">
      <path d={prints.map(({ x, lane }) => `M${x} ${top(lane)}v-4`).join("")} />
      {prints.map(({ x, lane, line }) => (
        <text x={x} y={top(lane) - 7}>
          {line + 1}
        </text>
      ))}
    </g>
  );
}

/** What marks something that went wrong. */
function Cross({ x, y, r }: Place & { readonly r: number }): VNode {
  return (
    <path
      class="cross"
      d={`M${x - r} ${y - r}l${2 * r} ${2 * r}m${-2 * r} 0l${2 * r} ${-2 * r}`}
    />
  );
}

/** A span below its lane for each context, with a cross where an error left it. */
export function ContextSpans({ layout, frame }: Drawn): VNode {
  const { contexts, width } = layout;
  return (
    <>
      {contexts.map((span) => {
        const { x, to, level, lane, error } = span;
        const y = yOf(frame, lane) + BAR / 2 + 16 + level * CONTEXT;
        return (
          <g class={error === undefined ? "context" : "context threw"}>
            <path d={`M${x} ${y - 6}V${y + 6}M${x} ${y}H${to ?? width}`} />
            <ContextEnd span={span} y={y} />
            <ContextLabel span={span} y={y - 4} width={width} />
          </g>
        );
      })}
    </>
  );
}

/** Nothing, if the context was never left. */
function ContextEnd({
  span: { to, error },
  y,
}: {
  readonly span: ContextSpan;
  readonly y: number;
}): VNode | null {
  if (to === undefined) {
    return null;
  }
  return error === undefined ? (
    <path d={`M${to} ${y - 6}V${y + 6}`} />
  ) : (
    <Cross x={to} y={y} r={5} />
  );
}

/** It starts where the span starts. If it does not fit there, it ends where the drawing ends. */
function ContextLabel({
  span: { x, context, error },
  y,
  width,
}: {
  readonly span: ContextSpan;
  readonly y: number;
  readonly width: number;
}): VNode {
  const what = error === undefined ? "" : `: ${error}`;
  const fits = x + 6 + (context.length + what.length) * SMALL_LETTER < width;
  return (
    <text
      x={fits ? x + 6 : width - 4}
      y={y}
      text-anchor={fits ? "start" : "end"}
    >
      {context}
      {what !== "" && <tspan class="error">{what}</tspan>}
    </text>
  );
}

/** The trips of all items. A value that would cover the one before it stands a line lower. */
export function ItemTrips({ layout: { items, width }, frame }: Drawn): VNode {
  const free = new Map<string, { x: number; line: number }>();
  const trips = items.map((trip) => {
    const { x, lane } = trip.put;
    const before = free.get(lane);
    const isFree = before === undefined || x >= before.x;
    const line = isFree ? 0 : before.line + 1;
    const end = x + short(trip.value).length * LETTER + 6;
    free.set(lane, { x: isFree ? end : Math.max(end, before.x), line });
    return <Trip trip={trip} frame={frame} width={width} line={line} />;
  });
  return <>{trips}</>;
}

function Trip({
  trip: { put, took, value },
  frame,
  width,
  line,
}: {
  readonly trip: ItemTrip;
  readonly frame: Frame;
  readonly width: number;
  readonly line: number;
}): VNode {
  const place = placeOf(put, frame);
  const end =
    took === undefined ? { x: width, y: place.y + 22 } : placeOf(took, frame);
  return (
    <g class="item">
      <path d={bow(place, end)} />
      <Dot kind="put" place={place} />
      {took && <Dot kind="took" place={end} />}
      <text x={put.x + 5} y={place.y + BAR / 2 + 11 + line * 11}>
        {short(value)}
      </text>
    </g>
  );
}

function placeOf({ x, lane }: Mark, frame: Frame): Place {
  return { x, y: yOf(frame, lane) };
}

/** It dips if it comes back to its own lane, so that it can be told from the lane. */
function bow(from: Place, to: Place): string {
  const bend = Math.min(60, Math.max(16, (to.x - from.x) / 2));
  const dip = to.y === from.y ? 34 : 0;
  const lean = to.y > from.y ? 26 : -26;
  const third = Math.round(from.x + bend / 3);
  return `M${from.x} ${from.y}C${third} ${from.y + dip + lean} ${to.x - bend} ${to.y + dip} ${to.x} ${to.y}`;
}

function Dot({
  kind,
  place: { x, y },
}: {
  readonly kind: "put" | "took";
  readonly place: Place;
}): VNode {
  return <circle class={kind} cx={x} cy={y} r={3.6} />;
}

/** A value, cut so that it fits; the words below the drawing have the whole text. */
function short(value: string): string {
  const text = /^Symbol\((.+)\)$/.exec(value)?.[1] ?? value;
  return text.length > 8 ? `${text.slice(0, 7)}…` : text;
}
