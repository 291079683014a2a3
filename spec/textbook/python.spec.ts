import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cells, pathOf } from "../../src/chapter/contents.ts";
import { blocksOf } from "../../src/textbook/pages/side-by-side.tsx";
import recorded from "./python/recorded.json" with { type: "json" };
import transcripts from "../chapter/transcripts.json" with { type: "json" };

/*
 * Beside each cell stands the same in Python, written for this book. `spec/textbook/python/record.py` has CPython run them in
 * virtual time, and records what they print.
 */
describe("The cells in Python", () => {
  const records = new Map<string, { sha256: string; lines: unknown }>(
    Object.entries(recorded.cells),
  );
  const printed = new Map<string, unknown>(Object.entries(transcripts.cells));

  it.each(cells.map((cell) => [cell.number, pathOf(cell)] as const))(
    "cell %d has been recorded as it stands, prints the same lines, and has the same blocks",
    (number, path) => {
      const name = path.slice(path.lastIndexOf("/") + 1);
      const python = readFileSync(`spec/textbook/python/${name}.py`, "utf8");
      expect(records.get(name)).toEqual({
        sha256: createHash("sha256").update(python).digest("hex"),
        lines: printed.get(String(number)),
      });
      const typescript = readFileSync(`src/chapter/${path}.ts`, "utf8");
      expect(blocksOf(python)).toHaveLength(blocksOf(typescript).length);
    },
  );
});
