import type { VNode } from "preact";
import type { Segment } from "../layout/lane.ts";
import { methodOf } from "../words.ts";

/** What a waiting lane's bar is filled with tells what it waits for, without a colour. */
type Hatch = "get" | "put" | "other";

const HATCHES: Readonly<Record<Hatch, string>> = {
  get: "M-1 7L7 -1M-1 1L1 -1M5 7L7 5",
  put: "M-1 7L7 -1M-1 1L1 -1M5 7L7 5M-1 -1L7 7M5 -1L7 1M-1 5L1 7",
  other: "M1 0V6",
};

/** The hatches of a drawing, to be filled with. @param id the drawing's own, since a page may have several */
export function Hatches({ id }: { readonly id: string }): VNode {
  return (
    <defs>
      {Object.entries(HATCHES).map(([name, d]) => (
        <pattern
          id={`${id}-${name}`}
          class={`hatch ${name}`}
          width={6}
          height={6}
          patternUnits="userSpaceOnUse"
        >
          <path d={d} />
        </pattern>
      ))}
    </defs>
  );
}

/** The hatch that goes with a wait. */
export function hatchOf({ what = "" }: Segment): Hatch {
  const method = methodOf(what);
  return method === "get" || method === "put" ? method : "other";
}
