import { describe, expect, it } from "vitest";
import { toArray } from "../../src/patterns/async-iteration.ts";
import { AsyncQueue } from "../../src/patterns/async-queue.ts";
import { chunk } from "../../src/patterns/chunk.ts";
import { nextTurn } from "../../src/patterns/sleep.ts";
import { runVirtual } from "../../src/testing/index.ts";
import { counting } from "./merge/sources.ts";

/* Items in arrays of so many: for an endpoint that takes a hundred rows at a time. */
describe("chunk", () => {
  it.each([
    [1, [[1], [2], [3]]],
    [2, [[1, 2], [3]]],
    [3, [[1, 2, 3]]],
    [9, [[1, 2, 3]]],
  ])("gives arrays of %i, the last with what is left", async (size, chunks) => {
    await runVirtual(async () => {
      expect(await toArray(chunk(counting(3), size))).toEqual(chunks);
      expect(await toArray(chunk([], size))).toEqual([]);
    });
  });

  it("fetches no more than it gives, and closes its source when left", async () => {
    await runVirtual(async () => {
      const source = counting();
      for await (const items of chunk(source, 3)) {
        expect(items).toEqual([1, 2, 3]);
        break;
      }
      expect([source.asked, source.closed]).toEqual([3, 1]);
    });
  });

  it("ends a next() that waits when it is closed", async () => {
    await runVirtual(async () => {
      const queue = new AsyncQueue<number>();
      const chunks = chunk(queue, 2);
      const next = chunks.next();
      await nextTurn();
      await chunks.return();
      expect(await next).toEqual({ done: true, value: undefined });
    });
  });

  it("refuses a size below 1, and what cannot be iterated", () => {
    expect(() => chunk([], 0)).toThrow(
      new RangeError(
        "Cannot chunk: size must be a whole number from 1 on, received 0",
      ),
    );
    expect(() => chunk(7 as never, 1)).toThrow(
      new TypeError("Cannot chunk: the source must be iterable, received 7"),
    );
  });
});
