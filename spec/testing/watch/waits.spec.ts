import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { waitKind } from "../../../src/testing/watch/waits.ts";

/*
 * The library calls each kind of wait by a name, and one table of the kit has the words for it: so a program that only
 * runs carries no sentence that nobody reads there. Two copies of the library may stand in one thread, and the other
 * one may have kinds that this table does not know.
 */
describe("The words for a kind of wait", () => {
  const patterns = new URL("../../../src/patterns/", import.meta.url);
  const source = readdirSync(patterns)
    .map((file) => readFileSync(new URL(file, patterns), "utf8"))
    .join("\n");
  const names = Array.from(
    source.matchAll(
      /(?:new (?:Wait|WaitLine|[\w.#]+<\w+>)|pumped|waitBegan|waitNoted|rings)\((?:this,)?\s*"([^"]+)"/g,
    ),
    ([, name]) => String(name),
  );

  it("are there for each wait of the library", () => {
    const unknown = names.filter(
      (name) => waitKind(name).begins === `waits for ${name}`,
    );
    expect(unknown).toEqual([]);
    expect(new Set(names).size).toBe(24);
  });

  it("are plain ones for a kind that it does not know", () => {
    expect(waitKind("Gate.pass")).toEqual({
      what: "Gate.pass",
      begins: "waits for Gate.pass",
      resumes: "is back from Gate.pass",
      label: "Gate.pass",
    });
  });
});
