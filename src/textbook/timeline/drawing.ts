import type { ComponentChildren } from "preact";
import { h, type Markup } from "../markup.ts";
import type { RecordedRun } from "../facts.ts";
import { layOut, type Layout } from "./layout.ts";
import type { ContextSpan } from "./layout/contexts.ts";
import type { Segment } from "./layout/lane.ts";
import type { ItemTrip, QueueDepth } from "./layout/queues.ts";
import { methodOf } from "./words.ts";

/** Where everything lies from top to bottom, in pixels. */
const AXIS = 26;
const LANE = 48;
const BAR = 14;
const CONTEXT = 22;
const QUEUE = 66;
const DEPTH = 30;
const TURNS = 20;
const LETTER = 6.6;
const CONTEXT_LETTER = 5.8;

interface Lane {
  readonly name: string;
  readonly y: number;
  readonly segments: readonly Segment[];
}

/** Draws a run, its lanes above each other and its queues below, as SVG that needs no colour to be read. */
export function drawing(run: RecordedRun, id: string): Markup {
  const layout = layOut(run.timeline);
  const { lanes, bottom } = placed(layout);
  const queues = [...layout.queues];
  const height = bottom + queues.length * QUEUE + TURNS;
  const names = [...lanes.keys(), ...layout.queues.keys()];
  const gutter = Math.max(...names.map((name) => name.length)) * LETTER + 26;
  const width = Math.ceil(gutter + layout.width + 14);
  const lane = (name: string): Lane => lanes.get(name) as Lane;
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
      "data-right": layout.width + 14,
    },
    h("title", { id: `${id}-title` }, titleOf(layout)),
    patterns(id),
    layout.moments.map((moment) => momentColumn(moment, bottom, queues.length)),
    [...lanes.values()].map((each) => laneRow(each, id, gutter, layout.width)),
    layout.births.map(({ x, lane: by, task }) =>
      arrow("birth", x, lane(by).y, lane(task).y),
    ),
    layout.wakes.map(({ x, lane: by, to }) =>
      arrow("wake", x, lane(by).y, lane(to).y),
    ),
    layout.contexts.map((span) =>
      contextSpan(span, lane(span.lane).y, layout.width),
    ),
    itemTrips(layout, (name) => lane(name).y),
    layout.ends.map(({ x, lane: name, how }) => endMark(x, lane(name).y, how)),
    layout.robberies.map(({ x, lane: name }) => tooLate(x, lane(name).y)),
    layout.prints.map(({ x, lane: name, line }) =>
      printMark(x, lane(name).y, line),
    ),
    queues.map(([name, depth], index) =>
      queueRow(name, depth, bottom + index * QUEUE, gutter, layout.width),
    ),
    turnNumbers(layout, height),
    h("rect", {
      class: "veil",
      x: 0,
      y: AXIS,
      width: 0,
      height: height - AXIS,
    }),
    h("line", { class: "cursor", x1: 0, x2: 0, y1: AXIS - 6, y2: height }),
  );
}

/** What the run's drawing shows, in a line. */
function titleOf({ lanes, turns, duration }: Layout): string {
  const who = [...lanes.keys()].join(", ");
  return `The run, drawn: ${who}; ${turns.length} turns in ${duration} ms. The same in words is below.`;
}

/** Gives each lane its height: contexts, where it has any, lie below its bar. */
function placed(layout: Layout): { lanes: Map<string, Lane>; bottom: number } {
  const lanes = new Map<string, Lane>();
  let bottom = AXIS + 8;
  for (const [name, segments] of layout.lanes) {
    const levels = layout.contexts
      .filter((span) => span.lane === name)
      .map((span) => span.level + 1);
    lanes.set(name, { name, y: bottom + LANE / 2, segments });
    bottom += LANE + Math.max(0, ...levels) * CONTEXT;
  }
  return { lanes, bottom: bottom + 4 };
}

function patterns(id: string): Markup {
  const hatch = (name: string, d: string): Markup =>
    h(
      "pattern",
      {
        id: `${id}-${name}`,
        class: `hatch ${name}`,
        width: 6,
        height: 6,
        patternUnits: "userSpaceOnUse",
      },
      h("path", { d }),
    );
  return h(
    "defs",
    null,
    hatch("get", "M-1 7L7 -1M-1 1L1 -1M5 7L7 5"),
    hatch("put", "M-1 7L7 -1M-1 1L1 -1M5 7L7 5M-1 -1L7 7M5 -1L7 1M-1 5L1 7"),
    hatch("other", "M1 0V6"),
  );
}

function momentColumn(
  { at, from, to }: Layout["moments"][number],
  bottom: number,
  queues: number,
): Markup {
  return h(
    "g",
    { class: "moment" },
    h("rect", {
      x: from,
      y: AXIS,
      width: to - from,
      height: bottom + queues * QUEUE - AXIS,
    }),
    h("text", { x: (from + to) / 2, y: AXIS - 9 }, `${at} ms`),
  );
}

function laneRow(
  { name, y, segments }: Lane,
  id: string,
  gutter: number,
  width: number,
): Markup {
  return h(
    "g",
    { class: "lane", "data-lane": name },
    h("line", { class: "rail", x1: 0, x2: width, y1: y, y2: y }),
    h("text", { class: "name", x: 12 - gutter, y: y + 4 }, name),
    segments.map((segment) => segmentBar(segment, y, id)),
  );
}

function segmentBar(segment: Segment, y: number, id: string): Markup {
  const { from, to, state } = segment;
  if (state === "sleeps" || state === "idle") {
    return h("line", { class: state, x1: from, x2: to, y1: y, y2: y });
  }
  const fill =
    state === "waits" ? `url(#${id}-${hatchOf(segment)})` : undefined;
  const bar = h("rect", {
    class: state,
    x: from,
    y: y - BAR / 2,
    width: to - from,
    height: BAR,
    fill,
  });
  const label = state === "waits" ? labelOf(segment) : "";
  if (label.length * LETTER + 8 > to - from) {
    return bar;
  }
  const text = h(
    "text",
    { class: "what", x: (from + to) / 2, y: y + 4 },
    label,
  );
  return h("g", null, bar, text);
}

function hatchOf({ what = "" }: Segment): "get" | "put" | "other" {
  const method = methodOf(what);
  return method === "get" || method === "put" ? method : "other";
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

function arrow(kind: string, x: number, from: number, to: number): Markup {
  const down = to > from ? 1 : -1;
  const start = from + (down * BAR) / 2;
  const end = to - (down * BAR) / 2;
  return h("path", {
    class: kind,
    d: `M${x} ${start}V${end}M${x - 3} ${end - down * 4.5}L${x} ${end}L${x + 3} ${end - down * 4.5}`,
  });
}

function contextSpan(
  { x, to, level, context, error }: ContextSpan,
  laneY: number,
  width: number,
): Markup {
  const y = laneY + BAR / 2 + 16 + level * CONTEXT;
  const end = to ?? width;
  return h(
    "g",
    { class: error === undefined ? "context" : "context threw" },
    h("path", { d: `M${x} ${y - 6}V${y + 6}M${x} ${y}H${end}` }),
    to === undefined
      ? null
      : error === undefined
        ? h("path", { d: `M${end} ${y - 6}V${y + 6}` })
        : cross(end, y, 5),
    contextLabel(x + 6, y - 4, context, error, width),
  );
}

/** Starts where the span does, or ends where the drawing does if it would not fit. */
function contextLabel(
  x: number,
  y: number,
  context: string,
  error: string | undefined,
  width: number,
): Markup {
  const what = error === undefined ? "" : `: ${error}`;
  const fits = x + (context.length + what.length) * CONTEXT_LETTER < width;
  return h(
    "text",
    { x: fits ? x : width - 4, y, "text-anchor": fits ? "start" : "end" },
    context,
    what === "" ? null : h("tspan", { class: "error" }, what),
  );
}

/** The trips of all items; a value that would be written over the one before it stands a line lower. */
function itemTrips(
  { items, width }: Layout,
  yOf: (lane: string) => number,
): Markup[] {
  const free = new Map<string, { x: number; line: number }>();
  return items.map((trip) => {
    const { x, lane } = trip.put;
    const before = free.get(lane);
    const isFree = before === undefined || x >= before.x;
    const line = isFree ? 0 : before.line + 1;
    const end = x + short(trip.value).length * LETTER + 6;
    free.set(lane, { x: isFree ? end : Math.max(end, before.x), line });
    return itemTrip(trip, yOf, width, line);
  });
}

function itemTrip(
  { put, took, value }: ItemTrip,
  yOf: (lane: string) => number,
  width: number,
  line: number,
): Markup {
  const y = yOf(put.lane);
  const end = took ?? { x: width, lane: put.lane };
  const endY = took === undefined ? y + 22 : yOf(took.lane);
  const bend = Math.min(60, Math.max(16, (end.x - put.x) / 2));
  const dip = endY === y ? 34 : 0;
  return h(
    "g",
    { class: "item" },
    h("path", {
      d: `M${put.x} ${y}C${put.x + bend / 3} ${y + dip + (endY > y ? 26 : -26)} ${end.x - bend} ${endY + dip} ${end.x} ${endY}`,
    }),
    h("circle", { class: "put", cx: put.x, cy: y, r: 3.6 }),
    took === undefined
      ? null
      : h("circle", { class: "took", cx: end.x, cy: endY, r: 3.6 }),
    h("text", { x: put.x + 5, y: y + BAR / 2 + 11 + line * 11 }, short(value)),
  );
}

/** A value as it fits on a drawing; its full text stands in the words below. */
function short(value: string): string {
  const text = /^Symbol\((.+)\)$/.exec(value)?.[1] ?? value;
  return text.length > 8 ? `${text.slice(0, 7)}…` : text;
}

function endMark(
  x: number,
  y: number,
  how: Layout["ends"][number]["how"],
): Markup {
  const square = h("rect", { x: x - 4.5, y: y - 4.5, width: 9, height: 9 });
  const slash = h("path", { d: `M${x - 7} ${y + 7}L${x + 7} ${y - 7}` });
  const inner: ComponentChildren =
    how === "failed"
      ? cross(x, y, 5)
      : how === "cancelled"
        ? [square, slash]
        : square;
  return h("g", { class: `end ${how}` }, inner);
}

function tooLate(x: number, y: number): Markup {
  return h(
    "g",
    { class: "robbed" },
    h("circle", { cx: x, cy: y, r: 6.5 }),
    cross(x, y, 3),
    h("text", { x, y: y - BAR / 2 - 6 }, "too late"),
  );
}

function cross(x: number, y: number, r: number): Markup {
  return h("path", {
    class: "cross",
    d: `M${x - r} ${y - r}L${x + r} ${y + r}M${x - r} ${y + r}L${x + r} ${y - r}`,
  });
}

function printMark(x: number, y: number, line: number): Markup {
  const top = y - BAR / 2;
  return h(
    "g",
    { class: "print", "data-line": line },
    h("path", { d: `M${x} ${top}V${top - 4}` }),
    h("text", { x, y: top - 7 }, line + 1),
  );
}

function queueRow(
  name: string,
  { sizes, limit }: QueueDepth,
  top: number,
  gutter: number,
  width: number,
): Markup {
  const most = Math.max(1, ...sizes.map(({ size }) => size));
  const base = top + QUEUE - 16;
  const yOf = (size: number): number => base - (size / most) * DEPTH;
  const steps = sizes.map(({ x, size }) => `H${x}V${yOf(size)}`).join("");
  return h(
    "g",
    { class: "queue" },
    h("text", { class: "name", x: 12 - gutter, y: base - DEPTH / 2 + 4 }, name),
    h("path", { class: "depth", d: `M0 ${base}${steps}H${width}V${base}Z` }),
    h("line", { class: "rail", x1: 0, x2: width, y1: base, y2: base }),
    h("text", { class: "size", x: -5, y: base + 3 }, 0),
    h("text", { class: "size", x: -5, y: yOf(most) + 3 }, most),
    limit === undefined
      ? null
      : [
          h("path", { class: "limit", d: `M0 ${yOf(limit)}H${width}` }),
          h("text", { class: "full", x: 4, y: yOf(limit) - 4 }, "full"),
        ],
  );
}

/** The number of each turn, as far as there is room. */
function turnNumbers({ turns }: Layout, height: number): Markup {
  let free = 0;
  const numbers = turns.map(({ from, to }, index) => {
    const x = (from + to) / 2;
    const half = String(index + 1).length * 3 + 1.5;
    if (x - half < free) {
      return null;
    }
    free = x + half;
    return h("text", { x, y: height - 7 }, index + 1);
  });
  return h("g", { class: "turns", "aria-hidden": "true" }, numbers);
}
