import type { VNode } from "preact";
import { Cursor, MomentColumns, TurnNumbers } from "./drawing/axis.tsx";
import { ContextSpans } from "./drawing/contexts.tsx";
import { frameOf } from "./drawing/frame.ts";
import { Hatches } from "./drawing/hatches.tsx";
import { ItemTrips } from "./drawing/items.tsx";
import { LaneRows } from "./drawing/lanes.tsx";
import { Arrows, Marks } from "./drawing/marks.tsx";
import { QueueRows } from "./drawing/queues.tsx";
import type { Layout } from "./layout.ts";

/** What is left free to the right of the run. */
const MARGIN = 14;

/** Draws a run, its lanes above each other and its queues below, as SVG that needs no colour to be read. */
export function Drawing({
  layout,
  id,
}: {
  readonly layout: Layout;
  readonly id: string;
}): VNode {
  const frame = frameOf(layout);
  const { gutter, height } = frame;
  const right = layout.width + MARGIN;
  const width = Math.ceil(gutter + right);
  return (
    <svg
      class="timeline"
      viewBox={`${-gutter} 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-labelledby={`${id}-title`}
      data-left={-gutter}
      data-right={right}
    >
      <title id={`${id}-title`}>{titleOf(layout)}</title>
      <Hatches id={id} />
      <MomentColumns layout={layout} frame={frame} />
      <LaneRows layout={layout} frame={frame} id={id} />
      <Arrows layout={layout} frame={frame} />
      <ContextSpans layout={layout} frame={frame} />
      <ItemTrips layout={layout} frame={frame} />
      <Marks layout={layout} frame={frame} />
      <QueueRows layout={layout} frame={frame} />
      <TurnNumbers layout={layout} frame={frame} />
      <Cursor frame={frame} />
    </svg>
  );
}

/** What the run's drawing shows, in a line. */
function titleOf({ lanes, turns, duration }: Layout): string {
  const who = [...lanes.keys()].join(", ");
  return `The run, drawn: ${who}; ${turns.length} turns in ${duration} ms. The same in words is below.`;
}
