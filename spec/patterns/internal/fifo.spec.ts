import { describe, expect, it } from "vitest";
import { Fifo } from "../../../src/patterns/internal/fifo.ts";

/*
 * The line of turns and the plain queue keep what they hold in a chain of chunks of 1,024 slots. What is worth a test is
 * where one chunk ends and the next begins.
 */
describe("Fifo", () => {
  it("gives back what went in, in that order, whatever it is", () => {
    const fifo = new Fifo<unknown>();
    [undefined, null, "A"].forEach((item) => fifo.push(item));
    expect(fifo.size).toBe(3);
    expect([fifo.shift(), fifo.shift(), fifo.shift()]).toEqual([
      undefined,
      null,
      "A",
    ]);
    expect(fifo.size).toBe(0);
  });

  it.each([1_023, 1_024, 1_025, 5_000])(
    "fills and empties with %d items, again and again",
    (length) => {
      const fifo = new Fifo<number>();
      for (let round = 0; round < 3; round++) {
        const items = Array.from({ length }, (_, i) => i);
        items.forEach((item) => fifo.push(item));
        expect(fifo.size).toBe(length);
        expect(items.map(() => fifo.shift())).toEqual(items);
        expect(fifo.size).toBe(0);
      }
    },
  );
});
