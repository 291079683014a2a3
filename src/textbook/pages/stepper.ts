import { h, type Markup } from "../markup.ts";

/** The buttons and the slider to walk through a run with; the script that shows them is in the browser. */
export function stepper(id: string, steps: number): Markup {
  return h(
    "div",
    {
      class: "stepper",
      role: "group",
      "aria-label": "Walk through",
      hidden: true,
    },
    button("line-back", "Back by a line", "« line"),
    button("step-back", "Back by a step", "‹ step"),
    slider(id, steps),
    button("step-on", "On by a step", "step ›"),
    button("line-on", "On by a line", "line »"),
    h("output", { id: `${id}-now` }, "The whole run"),
  );
}

function slider(id: string, steps: number): Markup {
  return h("input", {
    type: "range",
    min: 0,
    max: steps,
    value: steps,
    "aria-label": "Step",
    "aria-describedby": `${id}-now`,
  });
}

function button(step: string, label: string, text: string): Markup {
  return h(
    "button",
    { type: "button", "data-step": step, "aria-label": label },
    text,
  );
}
