import type { VNode } from "preact";
import type { Mark } from "../layout/axis.ts";
import type { ItemTrip } from "../layout/queues.ts";
import { BAR, LETTER, yOf, type Drawn, type Frame } from "./frame.ts";

/** The trips of all items; a value that would be written over the one before it stands a line lower. */
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

interface Place {
  readonly x: number;
  readonly y: number;
}

function placeOf({ x, lane }: Mark, frame: Frame): Place {
  return { x, y: yOf(frame, lane) };
}

/** Dips where it comes back to its own lane, so that it can be told from the lane. */
function bow(from: Place, to: Place): string {
  const bend = Math.min(60, Math.max(16, (to.x - from.x) / 2));
  const dip = to.y === from.y ? 34 : 0;
  const lean = to.y > from.y ? 26 : -26;
  return `M${from.x} ${from.y}C${from.x + bend / 3} ${from.y + dip + lean} ${to.x - bend} ${to.y + dip} ${to.x} ${to.y}`;
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

/** A value as it fits on a drawing; its full text stands in the words below. */
function short(value: string): string {
  const text = /^Symbol\((.+)\)$/.exec(value)?.[1] ?? value;
  return text.length > 8 ? `${text.slice(0, 7)}…` : text;
}
