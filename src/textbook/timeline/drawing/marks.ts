import { h, type Markup } from "../../markup.ts";
import type { Layout } from "../layout.ts";
import { BAR, yOf, type Frame } from "./frame.ts";

/** An arrow from who creates a task to that task, and from who wakes to who is woken. */
export function arrows({ births, wakes }: Layout, frame: Frame): Markup[] {
  return [
    ...births.map(({ x, lane, task }) =>
      arrow("birth", x, yOf(frame, lane), yOf(frame, task)),
    ),
    ...wakes.map(({ x, lane, to }) =>
      arrow("wake", x, yOf(frame, lane), yOf(frame, to)),
    ),
  ];
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

/** How tasks end, who was woken too late, and which line was printed where. */
export function marks(
  { ends, robberies, prints }: Layout,
  frame: Frame,
): Markup[] {
  return [
    ...ends.map(({ x, lane, how }) => endMark(x, yOf(frame, lane), how)),
    ...robberies.map(({ x, lane }) => tooLate(x, yOf(frame, lane))),
    ...prints.map(({ x, lane, line }) => printMark(x, yOf(frame, lane), line)),
  ];
}

function endMark(
  x: number,
  y: number,
  how: Layout["ends"][number]["how"],
): Markup {
  const square = h("rect", { x: x - 4.5, y: y - 4.5, width: 9, height: 9 });
  const slash = h("path", { d: `M${x - 7} ${y + 7}L${x + 7} ${y - 7}` });
  const shapes = {
    returned: square,
    failed: cross(x, y, 5),
    cancelled: [square, slash],
  };
  return h("g", { class: `end ${how}` }, shapes[how]);
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

function printMark(x: number, y: number, line: number): Markup {
  const top = y - BAR / 2;
  return h(
    "g",
    { class: "print", "data-line": line },
    h("path", { d: `M${x} ${top}V${top - 4}` }),
    h("text", { x, y: top - 7 }, line + 1),
  );
}

/** What marks something that went wrong. */
export function cross(x: number, y: number, r: number): Markup {
  return h("path", {
    class: "cross",
    d: `M${x - r} ${y - r}L${x + r} ${y + r}M${x - r} ${y + r}L${x + r} ${y - r}`,
  });
}
