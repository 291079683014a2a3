import { h, type Markup } from "../../markup.ts";
import type { Segment } from "../layout/lane.ts";

/** What a waiting lane's bar is filled with tells what it waits for, without a colour. */
type Hatch = "get" | "put" | "other";

/** The hatches of a drawing, to be filled with. @param id the drawing's own, since a page may have several */
export function hatches(id: string): Markup {
  return h(
    "defs",
    null,
    hatch(id, "get", "M-1 7L7 -1M-1 1L1 -1M5 7L7 5"),
    hatch(
      id,
      "put",
      "M-1 7L7 -1M-1 1L1 -1M5 7L7 5M-1 -1L7 7M5 -1L7 1M-1 5L1 7",
    ),
    hatch(id, "other", "M1 0V6"),
  );
}

const HATCHES = { took: "get", put: "put" } as const;

/** The hatch that goes with a wait. */
export function hatchOf({ kind }: Segment): Hatch {
  return kind?.does === undefined ? "other" : HATCHES[kind.does];
}

function hatch(id: string, name: Hatch, d: string): Markup {
  return h(
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
}
