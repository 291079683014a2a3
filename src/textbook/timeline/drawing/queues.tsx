import type { VNode } from "preact";
import type { QueueDepth } from "../layout/queues.ts";
import { QUEUE, type Drawn } from "./frame.ts";

/** How high the largest size of a queue is. */
const DEPTH = 30;

/** A row for each queue: its size over time, and its limit where that was reached. */
export function QueueRows({
  layout: { queues, width },
  frame: { bottom, gutter },
}: Drawn): VNode {
  const rows = Array.from(queues, ([name, depth], index) => {
    const base = bottom + index * QUEUE + QUEUE - 16;
    return (
      <g class="queue">
        <text class="name" x={12 - gutter} y={base - DEPTH / 2 + 4}>
          {name}
        </text>
        <Curve depth={depth} base={base} width={width} />
      </g>
    );
  });
  return <>{rows}</>;
}

function Curve({
  depth: { sizes, limit },
  base,
  width,
}: {
  readonly depth: QueueDepth;
  readonly base: number;
  readonly width: number;
}): VNode {
  const most = Math.max(1, ...sizes.map(({ size }) => size));
  const yOf = (size: number): number => base - (size / most) * DEPTH;
  const steps = sizes.map(({ x, size }) => `H${x}V${yOf(size)}`).join("");
  return (
    <>
      <path class="depth" d={`M0 ${base}${steps}H${width}V${base}Z`} />
      <line class="rail" x1={0} x2={width} y1={base} y2={base} />
      <text class="size" x={-5} y={base + 3}>
        0
      </text>
      <text class="size" x={-5} y={yOf(most) + 3}>
        {most}
      </text>
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
