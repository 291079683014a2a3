import type { VNode } from "preact";
import { hatchOf } from "../timeline/drawing/hatches.tsx";
import type { Layout } from "../timeline/layout.ts";
import { Swatch, type Kind } from "./swatches.tsx";

const ENTRIES: readonly (readonly [Kind, string])[] = [
  ["runs", "runs"],
  ["ready", "ready, waits for its turn"],
  ["sleeps", "sleeps"],
  ["get", "waits for an item"],
  ["put", "waits for room"],
  ["other", "waits for others"],
  ["idle", "waits for something else"],
  ["item", "an item, from put to get"],
  ["wake", "wakes"],
  ["robbed", "woken too late: the item is gone"],
  ["context", "inside a context manager"],
  ["print", "prints that line of the output"],
  ["returned", "returns"],
  ["cancelled", "is cancelled"],
  ["failed", "fails"],
];

/** Explains what the drawing uses, and nothing else. */
export function Legend({ layout }: { readonly layout: Layout }): VNode {
  const used = kindsIn(layout);
  return (
    <>
      <p>{axisOf(layout)}</p>
      <ul class="legend">
        {ENTRIES.filter(([kind]) => used.has(kind)).map(([kind, text]) => (
          <li>
            <Swatch kind={kind} />
            {text}
          </li>
        ))}
      </ul>
    </>
  );
}

function axisOf({ duration }: Layout): string {
  return duration > 0
    ? "From left to right time passes; each shaded column is one moment of it, opened up so that the turns that happen at that millisecond can be told apart. Below, the turns are numbered."
    : "Everything happens at 0 ms: from left to right turn follows on turn, as numbered below.";
}

function kindsIn(layout: Layout): Set<Kind> {
  const segments = [...layout.lanes.values()].flat();
  return new Set<Kind>([
    ...segments.map((segment) =>
      segment.state === "waits" ? hatchOf(segment) : segment.state,
    ),
    ...layout.items.map(() => "item" as const),
    ...layout.wakes.map(() => "wake" as const),
    ...layout.robberies.map(() => "robbed" as const),
    ...layout.contexts.map(() => "context" as const),
    ...layout.prints.map(() => "print" as const),
    ...layout.ends.map(({ how }) => how),
  ]);
}
