import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PGlite } from "../../src/field/engines/index.ts";

/* What the embedded engine does not look after, so that its user has to. */
describe("In the field · The embedded engine", () => {
  it("lets two open one folder, and neither sees what the other writes", async () => {
    const folder = mkdtempSync(join(tmpdir(), "field-"));
    try {
      const first = await PGlite.create(folder);
      await first.exec("CREATE TABLE notes (text text)");
      await first.exec("CHECKPOINT");
      const second = await PGlite.create(folder);
      await first.exec("INSERT INTO notes VALUES ('by the first')");
      await second.exec("INSERT INTO notes VALUES ('by the second')");
      const seen = [first, second].map(async (engine) => {
        const { rows } = await engine.query("SELECT text FROM notes");
        return rows;
      });
      expect(await Promise.all(seen)).toEqual([
        [{ text: "by the first" }],
        [{ text: "by the second" }],
      ]);
      await first.close();
      await second.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
