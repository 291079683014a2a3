import type { VNode } from "preact";
import type { ContextSpan } from "../layout/contexts.ts";
import { BAR, CONTEXT, yOf, type Drawn } from "./frame.ts";
import { Cross } from "./marks.tsx";

const LETTER = 5.8;

/** A span below its lane for each context, with a cross where an error left it. */
export function ContextSpans({ layout, frame }: Drawn): VNode {
  const { contexts, width } = layout;
  return (
    <>
      {contexts.map((span) => {
        const { x, to, level, lane, error } = span;
        const y = yOf(frame, lane) + BAR / 2 + 16 + level * CONTEXT;
        return (
          <g class={error === undefined ? "context" : "context threw"}>
            <path d={`M${x} ${y - 6}V${y + 6}M${x} ${y}H${to ?? width}`} />
            <End span={span} y={y} />
            <Label span={span} y={y - 4} width={width} />
          </g>
        );
      })}
    </>
  );
}

/** Nothing where the context was never left. */
function End({
  span: { to, error },
  y,
}: {
  readonly span: ContextSpan;
  readonly y: number;
}): VNode | null {
  if (to === undefined) {
    return null;
  }
  return error === undefined ? (
    <path d={`M${to} ${y - 6}V${y + 6}`} />
  ) : (
    <Cross x={to} y={y} r={5} />
  );
}

/** Starts where the span does, or ends where the drawing does if it would not fit. */
function Label({
  span: { x, context, error },
  y,
  width,
}: {
  readonly span: ContextSpan;
  readonly y: number;
  readonly width: number;
}): VNode {
  const what = error === undefined ? "" : `: ${error}`;
  const fits = x + 6 + (context.length + what.length) * LETTER < width;
  return (
    <text
      x={fits ? x + 6 : width - 4}
      y={y}
      text-anchor={fits ? "start" : "end"}
    >
      {context}
      {what !== "" && <tspan class="error">{what}</tspan>}
    </text>
  );
}
