import type { VNode } from "preact";
import type { Segment } from "../layout/lane.ts";
import { methodOf } from "../words.ts";
import { BAR, LETTER, yOf, type Drawn } from "./frame.ts";
import { hatchOf } from "./hatches.tsx";

/** A row for each lane: its name, and a bar or a line for what its code does. */
export function LaneRows({
  layout: { lanes, width },
  frame,
  id,
}: Drawn & { readonly id: string }): VNode {
  const rows = Array.from(lanes, ([name, segments]) => {
    const y = yOf(frame, name);
    return (
      <g class="lane" data-lane={name}>
        <line class="rail" x1={0} x2={width} y1={y} y2={y} />
        <text class="name" x={12 - frame.gutter} y={y + 4}>
          {name}
        </text>
        {segments.map((segment) => (
          <Doing segment={segment} y={y} id={id} />
        ))}
      </g>
    );
  });
  return <>{rows}</>;
}

function Doing({
  segment,
  y,
  id,
}: {
  readonly segment: Segment;
  readonly y: number;
  readonly id: string;
}): VNode {
  const { from, to, state } = segment;
  if (state === "sleeps" || state === "idle") {
    return <line class={state} x1={from} x2={to} y1={y} y2={y} />;
  }
  const isWait = state === "waits";
  const bar = (
    <rect
      class={state}
      x={from}
      y={y - BAR / 2}
      width={to - from}
      height={BAR}
      fill={isWait ? `url(#${id}-${hatchOf(segment)})` : undefined}
    />
  );
  const label = isWait ? labelOf(segment) : "";
  return label.length * LETTER + 8 > to - from ? (
    bar
  ) : (
    <g>
      {bar}
      <text class="what" x={(from + to) / 2} y={y + 4}>
        {label}
      </text>
    </g>
  );
}

function labelOf({ what = "", on }: Segment): string {
  switch (methodOf(what)) {
    case "get":
      return "get: empty";
    case "put":
      return "put: full";
    case "Task":
      return String(on);
    default:
      return methodOf(what);
  }
}
