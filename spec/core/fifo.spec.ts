import { describe, expect, it } from "vitest";
import { Fifo } from "../../src/core/fifo.ts";
import { bytesInUse } from "../patterns/alive.ts";

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

  it("needs room for what it holds, not for what has gone through it", () => {
    const fifo = new Fifo<number>();
    const before = bytesInUse();
    fifo.push(0);
    for (let i = 1; i < 500_000; i++) {
      fifo.push(i);
      fifo.shift();
    }
    expect(bytesInUse() - before).toBeLessThan(1_000_000);
    expect(fifo.size).toBe(1);
  });
});
