import { h, type Markup } from "../markup.ts";
import { cursor, momentColumns, turnNumbers } from "./drawing/axis.ts";
import { contextSpans } from "./drawing/contexts.ts";
import { frameOf } from "./drawing/frame.ts";
import { hatches } from "./drawing/hatches.ts";
import { itemTrips } from "./drawing/items.ts";
import { laneRows } from "./drawing/lanes.ts";
import { arrows, marks } from "./drawing/marks.ts";
import { queueRows } from "./drawing/queues.ts";
import type { Layout } from "./layout.ts";

/** What is left free to the right of the run. */
const MARGIN = 14;

/** Draws a run, its lanes above each other and its queues below, as SVG that needs no colour to be read. */
export function drawing(layout: Layout, id: string): Markup {
  const frame = frameOf(layout);
  const { gutter, height } = frame;
  const right = layout.width + MARGIN;
  const width = Math.ceil(gutter + right);
  return h(
    "svg",
    {
      class: "timeline",
      viewBox: `${-gutter} 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-labelledby": `${id}-title`,
      "data-left": -gutter,
      "data-right": right,
    },
    h("title", { id: `${id}-title` }, titleOf(layout)),
    hatches(id),
    momentColumns(layout, frame),
    laneRows(layout, frame, id),
    arrows(layout, frame),
    contextSpans(layout, frame),
    itemTrips(layout, frame),
    marks(layout, frame),
    queueRows(layout, frame),
    turnNumbers(layout, frame),
    cursor(frame),
  );
}

/** What the run's drawing shows, in a line. */
function titleOf({ lanes, turns, duration }: Layout): string {
  const who = [...lanes.keys()].join(", ");
  return `The run, drawn: ${who}; ${turns.length} turns in ${duration} ms. The same in words is below.`;
}
