import { describe, expect, it } from "vitest";
import { runVirtual } from "async-patterns/testing";
import { cells, type Cell } from "../../src/chapter/contents.ts";
import transcripts from "./transcripts.json" with { type: "json" };

/*
 * Every cell was once a Python program. transcripts.json records what CPython printed for it, line by line, with the
 * virtual millisecond of each line; what the cells print here is compared with that, to the letter and to the
 * millisecond. Nothing is sorted, trimmed or tolerated.
 */
describe("What CPython prints", () => {
  it.each(cells.map((cell) => [cell.number, cell.title, cell] as const))(
    "is what cell %d prints: %s",
    async (_number, _title, cell) => {
      const { main } = await cell.load();
      const { lines } = await runVirtual(main);
      expect(lines.map(({ at, text }) => [at, text])).toEqual(recorded(cell));
    },
  );

  it("is recorded for these cells and no others", () => {
    expect(Object.keys(transcripts.cells)).toEqual(
      cells.map(({ number }) => String(number)),
    );
  });
});

function recorded({ number }: Cell): unknown {
  return new Map<string, unknown>(Object.entries(transcripts.cells)).get(
    String(number),
  );
}
