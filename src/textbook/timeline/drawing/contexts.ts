import { h, type Markup } from "../../markup.ts";
import type { Layout } from "../layout.ts";
import type { ContextSpan } from "../layout/contexts.ts";
import { BAR, CONTEXT, yOf, type Frame } from "./frame.ts";
import { cross } from "./marks.ts";

const LETTER = 5.8;

/** A span below its lane for each context, with a cross where an error left it. */
export function contextSpans(
  { contexts, width }: Layout,
  frame: Frame,
): Markup[] {
  return contexts.map((span) => {
    const { x, to, level, lane, error } = span;
    const y = yOf(frame, lane) + BAR / 2 + 16 + level * CONTEXT;
    return h(
      "g",
      { class: error === undefined ? "context" : "context threw" },
      h("path", { d: `M${x} ${y - 6}V${y + 6}M${x} ${y}H${to ?? width}` }),
      endOf(span, y),
      label(span, y - 4, width),
    );
  });
}

/** Nothing where the context was never left. */
function endOf({ to, error }: ContextSpan, y: number): Markup | null {
  if (to === undefined) {
    return null;
  }
  return error === undefined
    ? h("path", { d: `M${to} ${y - 6}V${y + 6}` })
    : cross(to, y, 5);
}

/** Starts where the span does, or ends where the drawing does if it would not fit. */
function label(
  { x, context, error }: ContextSpan,
  y: number,
  width: number,
): Markup {
  const what = error === undefined ? "" : `: ${error}`;
  const fits = x + 6 + (context.length + what.length) * LETTER < width;
  return h(
    "text",
    {
      x: fits ? x + 6 : width - 4,
      y,
      "text-anchor": fits ? "start" : "end",
    },
    context,
    what === "" ? null : h("tspan", { class: "error" }, what),
  );
}
