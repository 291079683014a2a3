import { h, type Markup } from "../../markup.ts";
import type { WaitKind } from "../../../testing/index.ts";
import type { Layout } from "../layout.ts";
import type { Segment } from "../layout/lane.ts";
import { about } from "../words.ts";
import { BAR, LETTER, yOf, type Frame } from "./frame.ts";
import { hatchOf } from "./hatches.ts";

/** A row for each lane: its name, and a bar or a line for what its code does. */
export function laneRows(
  { lanes, width }: Layout,
  frame: Frame,
  id: string,
): Markup[] {
  return Array.from(lanes, ([name, segments]) => {
    const y = yOf(frame, name);
    return h(
      "g",
      { class: "lane", "data-lane": name },
      h("line", { class: "rail", x1: 0, x2: width, y1: y, y2: y }),
      h("text", { class: "name", x: 12 - frame.gutter, y: y + 4 }, name),
      segments.map((segment) => doing(segment, y, id)),
    );
  });
}

function doing(segment: Segment, y: number, id: string): Markup {
  const { from, to, state } = segment;
  if (state === "sleeps" || state === "idle") {
    return h("line", { class: state, x1: from, x2: to, y1: y, y2: y });
  }
  const isWait = state === "waits";
  const bar = h("rect", {
    class: state,
    x: from,
    y: y - BAR / 2,
    width: to - from,
    height: BAR,
    fill: isWait ? `url(#${id}-${hatchOf(segment)})` : undefined,
  });
  const label = isWait ? labelOf(segment) : "";
  if (label.length * LETTER + 8 > to - from) {
    return bar;
  }
  const place = { x: (from + to) / 2, y: y + 4 };
  return h("g", null, bar, h("text", { class: "what", ...place }, label));
}

function labelOf({ kind, on }: Segment): string {
  return about(on, (kind as WaitKind).label);
}
