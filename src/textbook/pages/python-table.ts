import { h, type Markup } from "../markup.ts";
import type { NamePair } from "../python-names.ts";
import { region } from "./boxes.ts";

/** Python's names and TypeScript's, side by side, and what differs. */
export function pythonTable(names: readonly NamePair[]): Markup {
  return region(
    "wide",
    "Names",
    h(
      "table",
      null,
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          ["Python", "TypeScript", "What differs"].map((text) =>
            h("th", { scope: "col" }, text),
          ),
        ),
      ),
      h(
        "tbody",
        null,
        names.map(({ python, typescript, differs }) =>
          h(
            "tr",
            null,
            h("td", null, h("code", null, python)),
            h("td", null, h("code", null, typescript)),
            h("td", null, differs),
          ),
        ),
      ),
    ),
  );
}
