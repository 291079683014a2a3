import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runVirtual } from "async-patterns/testing";
import { cells, pathOf } from "../../src/chapter/contents.ts";
import { blocksOf, isOwn } from "../../src/textbook/pages/side-by-side.tsx";
import { BEYOND } from "../../src/textbook/reading-order.ts";
import recorded from "./python/recorded.json" with { type: "json" };
import transcripts from "../chapter/transcripts.json" with { type: "json" };

/*
 * Beside each cell stands the same in Python, written for this book. `spec/textbook/python/record.py` has CPython run them in
 * virtual time, and records what they print.
 */
const records = new Map<string, { sha256: string; lines: unknown }>(
  Object.entries(recorded.cells),
);

function pythonOf(name: string): string {
  return readFileSync(`spec/textbook/python/${name}.py`, "utf8");
}

function digestOf(python: string): string {
  return createHash("sha256").update(python).digest("hex");
}

describe("The cells in Python", () => {
  const printed = new Map<string, unknown>(Object.entries(transcripts.cells));

  it.each(cells.map((cell) => [cell.number, pathOf(cell)] as const))(
    "cell %d has been recorded as it stands, prints the same lines, and has the same blocks",
    (number, path) => {
      const name = path.slice(path.lastIndexOf("/") + 1);
      const python = pythonOf(name);
      expect(records.get(name)).toEqual({
        sha256: digestOf(python),
        lines: printed.get(String(number)),
      });
      const typescript = readFileSync(`src/chapter/${path}.ts`, "utf8");
      expect(blocksOf(python)).toHaveLength(blocksOf(typescript).length);
    },
  );
});

/*
 * What asyncio lacks is written out in Python, and has no counterpart: the library has it.
 */
describe("The programs beyond the chapter in Python", () => {
  it.each([...BEYOND.keys()])(
    "%s has been recorded as it stands, prints the same lines, and has the same blocks",
    async (name) => {
      const path = `spec/guides/beyond/${name}.ts`;
      const { main } = (await import(`../guides/beyond/${name}.ts`)) as {
        main: () => Promise<void>;
      };
      const { lines } = await runVirtual(main);
      const python = pythonOf(`beyond-${name}`);
      expect(records.get(`beyond-${name}`)).toEqual({
        sha256: digestOf(python),
        lines: lines.map(({ at, text }) => [at, text]),
      });
      const own = blocksOf(python).filter((block) => !isOwn(block));
      expect(own).toHaveLength(blocksOf(readFileSync(path, "utf8")).length);
    },
  );
});
