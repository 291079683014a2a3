import { h, type Markup } from "../../markup.ts";
import type { Layout } from "../layout.ts";
import type { QueueDepth } from "../layout/queues.ts";
import { QUEUE, type Frame } from "./frame.ts";

/** How high the largest size of a queue is. */
const DEPTH = 30;

/** A row for each queue: its size over time, and its limit where that was reached. */
export function queueRows(
  { queues, width }: Layout,
  { bottom, gutter }: Frame,
): Markup[] {
  return Array.from(queues, ([name, depth], index) => {
    const base = bottom + index * QUEUE + QUEUE - 16;
    const place = { x: 12 - gutter, y: base - DEPTH / 2 + 4 };
    return h(
      "g",
      { class: "queue" },
      h("text", { class: "name", ...place }, name),
      depthCurve(depth, base, width),
    );
  });
}

function depthCurve(
  { sizes, limit }: QueueDepth,
  base: number,
  width: number,
): Markup[] {
  const most = Math.max(1, ...sizes.map(({ size }) => size));
  const yOf = (size: number): number => base - (size / most) * DEPTH;
  const steps = sizes.map(({ x, size }) => `H${x}V${yOf(size)}`).join("");
  const curve = [
    h("path", { class: "depth", d: `M0 ${base}${steps}H${width}V${base}Z` }),
    h("line", { class: "rail", x1: 0, x2: width, y1: base, y2: base }),
    h("text", { class: "size", x: -5, y: base + 3 }, 0),
    h("text", { class: "size", x: -5, y: yOf(most) + 3 }, most),
  ];
  return limit === undefined
    ? curve
    : [
        ...curve,
        h("path", { class: "limit", d: `M0 ${yOf(limit)}H${width}` }),
        h("text", { class: "full", x: 4, y: yOf(limit) - 4 }, "full"),
      ];
}
