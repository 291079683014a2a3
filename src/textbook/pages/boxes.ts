import type { ComponentChildren } from "preact";
import { h, type Markup } from "../markup.ts";

/*
 * What may be wider than the page scrolls in a box of its own; the keyboard scrolls only what it can reach, hence the
 * tab indexes.
 */

/** A box that is a region of the page. @param label what a screen reader calls it; no other region of the page has the same */
export function region(
  kind: string,
  label: string,
  ...content: ComponentChildren[]
): Markup {
  return h(
    "div",
    { class: kind, tabIndex: 0, role: "region", "aria-label": label },
    ...content,
  );
}

/** The text of an error. */
export function errorBox(error: string): Markup {
  return h("pre", { class: "error", tabIndex: 0 }, error);
}
