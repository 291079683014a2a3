import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { applied, FOLDERS, specsFor, type Mutant } from "./mutant.ts";
import { mutants } from "./mutants.ts";

/*
 * npm run mutation:async makes the mistakes of the table, one at a time, and a rule must catch each of them. The table
 * names places in the source by their text, so it has to follow when the source changes.
 */
describe("The table of async mistakes", () => {
  const mutant: Mutant = {
    name: "nobody waits",
    kind: "dropped await",
    file: "a.ts",
    find: "await (a); b();",
    replace: "(a); b();",
  };

  it("fits the source", () => {
    const source = (file: string): string =>
      readFileSync(`src/${file}`, "utf8");
    const complaints = mutants.flatMap((each) => {
      try {
        expect(applied(each, source(each.file))).not.toBe(source(each.file));
        return [];
      } catch (error) {
        return [String(error)];
      }
    });
    expect(complaints).toEqual([]);
  });

  it("names specs that are there, for each mistake", () => {
    const specs = FOLDERS.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((path) => path.endsWith(".spec.ts"))
        .map((path) => folder + path),
    );
    const missing = mutants.flatMap((each) =>
      specsFor(each)
        .filter((text) => !specs.some((path) => path.includes(text)))
        .map((text) => `${each.name}: ${text}`),
    );
    expect(missing).toEqual([]);
  });

  it("has each mistake once", () => {
    const names = mutants.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("finds a place however it is broken into lines", () => {
    expect(applied(mutant, "{\n  await (a);\n\n  b();\n}")).toBe(
      "{\n  (a); b();\n}",
    );
  });

  it.each([
    [0, "gone"],
    [2, "await (a); b(); await (a); b();"],
  ])(
    "says that it is out of date where the place is there %d times",
    (times, source) => {
      expect(() => applied(mutant, source)).toThrow(
        `Cannot apply the mutant "nobody waits": it is out of date, src/a.ts must contain its text once, received ${times} times: await (a); b();`,
      );
    },
  );
});
