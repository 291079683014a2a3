import { h, type Markup } from "../../markup.ts";
import type { Layout } from "../layout.ts";
import { AXIS, type Frame } from "./frame.ts";

/** A column for each moment of the virtual clock, with its time above. */
export function momentColumns({ moments }: Layout, { end }: Frame): Markup[] {
  return moments.map(({ at, from, to }) =>
    h(
      "g",
      { class: "moment" },
      h("rect", { x: from, y: AXIS, width: to - from, height: end - AXIS }),
      h("text", { x: (from + to) / 2, y: AXIS - 9 }, `${at} ms`),
    ),
  );
}

/** The number of each turn, as far as there is room. */
export function turnNumbers({ turns }: Layout, { height }: Frame): Markup {
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

/** What a reader who walks through the run moves: a veil over what is still to come, and where that begins. */
export function cursor({ height }: Frame): Markup[] {
  return [
    h("rect", {
      class: "veil",
      x: 0,
      y: AXIS,
      width: 0,
      height: height - AXIS,
    }),
    h("line", { class: "cursor", x1: 0, x2: 0, y1: AXIS - 6, y2: height }),
  ];
}
