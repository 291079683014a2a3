import type { VNode } from "preact";
import type { Layout } from "../layout.ts";
import { BAR, yOf, type Drawn } from "./frame.ts";

/** An arrow from who creates a task to that task, and from who wakes to who is woken. */
export function Arrows({ layout: { births, wakes }, frame }: Drawn): VNode {
  return (
    <>
      {births.map(({ x, lane, task }) => (
        <path class="birth" d={arrow(x, yOf(frame, lane), yOf(frame, task))} />
      ))}
      {wakes.map(({ x, lane, to }) => (
        <path class="wake" d={arrow(x, yOf(frame, lane), yOf(frame, to))} />
      ))}
    </>
  );
}

function arrow(x: number, from: number, to: number): string {
  const down = to > from ? 1 : -1;
  const start = from + (down * BAR) / 2;
  const end = to - (down * BAR) / 2;
  return `M${x} ${start}V${end}M${x - 3} ${end - down * 4.5}L${x} ${end}L${x + 3} ${end - down * 4.5}`;
}

/** How tasks end, who was woken too late, and which line was printed where. */
export function Marks({
  layout: { ends, robberies, prints },
  frame,
}: Drawn): VNode {
  return (
    <>
      {ends.map(({ x, lane, how }) => (
        <End x={x} y={yOf(frame, lane)} how={how} />
      ))}
      {robberies.map(({ x, lane }) => (
        <TooLate x={x} y={yOf(frame, lane)} />
      ))}
      {prints.map(({ x, lane, line }) => (
        <Print x={x} y={yOf(frame, lane)} line={line} />
      ))}
    </>
  );
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function End({
  x,
  y,
  how,
}: Place & { readonly how: Layout["ends"][number]["how"] }): VNode {
  return (
    <g class={`end ${how}`}>
      {how === "failed" ? (
        <Cross x={x} y={y} r={5} />
      ) : (
        <rect x={x - 4.5} y={y - 4.5} width={9} height={9} />
      )}
      {how === "cancelled" && (
        <path d={`M${x - 7} ${y + 7}L${x + 7} ${y - 7}`} />
      )}
    </g>
  );
}

function TooLate({ x, y }: Place): VNode {
  return (
    <g class="robbed">
      <circle cx={x} cy={y} r={6.5} />
      <Cross x={x} y={y} r={3} />
      <text x={x} y={y - BAR / 2 - 6}>
        too late
      </text>
    </g>
  );
}

function Print({ x, y, line }: Place & { readonly line: number }): VNode {
  const top = y - BAR / 2;
  return (
    <g class="print" data-line={line}>
      <path d={`M${x} ${top}V${top - 4}`} />
      <text x={x} y={top - 7}>
        {line + 1}
      </text>
    </g>
  );
}

/** What marks something that went wrong. */
export function Cross({ x, y, r }: Place & { readonly r: number }): VNode {
  return (
    <path
      class="cross"
      d={`M${x - r} ${y - r}L${x + r} ${y + r}M${x - r} ${y + r}L${x + r} ${y - r}`}
    />
  );
}
