import type { VNode } from "preact";
import { AXIS, type Drawn, type Frame } from "./frame.ts";

/** A column for each moment of the virtual clock, with its time above. */
export function MomentColumns({ layout, frame }: Drawn): VNode {
  return (
    <>
      {layout.moments.map(({ at, from, to }) => (
        <g class="moment">
          <rect x={from} y={AXIS} width={to - from} height={frame.end - AXIS} />
          <text x={(from + to) / 2} y={AXIS - 9}>
            {at} ms
          </text>
        </g>
      ))}
    </>
  );
}

/** The number of each turn, as far as there is room. */
export function TurnNumbers({ layout, frame }: Drawn): VNode {
  let free = 0;
  const numbers = layout.turns.map(({ from, to }, index) => {
    const x = (from + to) / 2;
    const half = String(index + 1).length * 3 + 1.5;
    if (x - half < free) {
      return null;
    }
    free = x + half;
    return (
      <text x={x} y={frame.height - 7}>
        {index + 1}
      </text>
    );
  });
  return (
    <g class="turns" aria-hidden="true">
      {numbers}
    </g>
  );
}

/** What a reader who walks through the run moves: a veil over what is still to come, and where that begins. */
export function Cursor({
  frame: { height },
}: {
  readonly frame: Frame;
}): VNode {
  return (
    <>
      <rect class="veil" x={0} y={AXIS} width={0} height={height - AXIS} />
      <line class="cursor" x1={0} x2={0} y1={AXIS - 6} y2={height} />
    </>
  );
}
