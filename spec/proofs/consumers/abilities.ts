import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Marked } from "marked";
import { root } from "./workspace.ts";

/** Says of each ability of the kit whether it is there: "yes", "no", or in other words where luck decides. */
type Column = ReadonlyMap<string, string>;

/**
 * Compares what the kit can do in a runtime with what the README's table says of it.
 * @param found the names of the abilities that are there
 */
export function compareAbilities(
  runtime: string,
  found: readonly string[],
): void {
  for (const [ability, said] of columnOf(runtime)) {
    if (said === "yes" || said === "no") {
      const seen = found.includes(ability) ? "yes" : "no";
      assert.equal(`${ability}: ${seen}`, `${ability}: ${said}`);
    }
  }
}

/** The names of those that the README says are there. */
export function abilitiesOf(runtime: string): string[] {
  return [...columnOf(runtime)].flatMap(([ability, said]) =>
    said === "yes" ? [ability] : [],
  );
}

function columnOf(runtime: string): Column {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  for (const token of new Marked().lexer(readme)) {
    if (token.type === "table") {
      const { header, rows } = token as Table;
      const index = header.findIndex(({ text }) => text === runtime);
      if (index > 0) {
        return new Map(
          rows.map((cells) => [cells[0]?.text ?? "", cells[index]?.text ?? ""]),
        );
      }
    }
  }
  throw new Error(`Cannot find ${runtime} in a table of the README`);
}

interface Table {
  readonly header: readonly { readonly text: string }[];
  readonly rows: readonly (readonly { readonly text: string }[])[];
}
