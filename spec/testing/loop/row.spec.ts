import { describe, expect, it } from "vitest";
import { sleep } from "../../../src/index.ts";
import { explore } from "../../../src/testing/index.ts";
import { Row } from "../../../src/testing/loop/row.ts";

/*
 * What is ready stands in rows: timers that are due, and turns. The first one runs next, in a search any other.
 */
describe("A row of what is ready", () => {
  it("gives items in their order, or any by its index", () => {
    const row = new Row<string>();
    ["a", "b", "c", "d"].forEach((item) => row.push(item));
    expect(row.takeAt(0)).toBe("a");
    expect(row.at(1)).toBe("c");
    expect(row.takeAt(1)).toBe("c");
    expect(row.values()).toEqual(["b", "d"]);
    expect([row.takeAt(0), row.size, row.takeAt(0)]).toEqual(["b", 1, "d"]);
    expect([row.size, row.at(0)]).toEqual([0, undefined]);
  });

  it.each([3, 100])("gives any of %i items", (size) => {
    for (let index = 0; index < size; index++) {
      const row = new Row<number>();
      const items = Array.from({ length: size + 1 }, (_, item) => item);
      items.forEach((item) => row.push(item));
      expect([row.takeAt(0), row.takeAt(index)]).toEqual([0, index + 1]);
      expect(row.values()).toEqual(items.toSpliced(index + 1, 1).slice(1));
    }
  });

  it("keeps its order however many come and go", () => {
    const row = new Row<number>();
    const taken: number[] = [];
    for (let item = 0; item < 10_000; item++) {
      row.push(item);
      if (item % 3 > 0) {
        taken.push(row.takeAt(0));
      }
    }
    while (row.size > 0) {
      taken.push(row.takeAt(0));
    }
    expect(taken).toEqual(Array.from({ length: 10_000 }, (_, item) => item));
  });

  it("counts no timer that was cleared while it was due", async () => {
    const { outcomes, schedules } = await explore(async () => {
      const timers = ["a", "b", "c", "d"].map((name) =>
        setTimeout(() => {
          console.log(name);
          if (name === "a") {
            clearTimeout(timers[1]);
          }
        }, 10),
      );
      await sleep(11);
    });
    // Of 24 orders, those in which b comes before a, and those of three others without b.
    expect(schedules).toBe(12 + 6);
    const ofFirst = outcomes.map(({ output }) => output.replaceAll("\n", ""));
    expect(ofFirst).toContain("acd");
    expect(ofFirst).toContain("cad");
    expect(ofFirst).toContain("bdca");
    expect(ofFirst.filter((order) => /a.*b/.test(order))).toEqual([]);
  });
});
