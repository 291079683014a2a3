import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  filter,
  map,
  take,
  toArray,
  toMap,
  toSet,
} from "../../../src/patterns/async-iteration.ts";
import { Fifo } from "../../../src/core/fifo.ts";
import { Heap, type HeapEntry } from "../../../src/core/heap.ts";
import { holds } from "./programs.ts";

/*
 * The async functions of the library do to any source what the methods of the same names do to an array; and the two
 * containers behind the queues do, faster, what an array does that is shifted or sorted.
 */
describe("Laws of the collections", () => {
  const numbers = fc.array(fc.nat(9));
  const threshold = fc.nat(9);

  it("map, filter and take give what an array's map, filter and slice give", async () => {
    const law = fc.asyncProperty(
      numbers,
      threshold,
      fc.nat(12),
      async (items, least, count) => {
        const double = (n: number): number => n * 2;
        const keep = (n: number): boolean => n >= least;
        const piped = take(map(filter(streaming(items), keep), double), count);
        const expected = items.filter(keep).map(double).slice(0, count);
        expect(await toArray(piped)).toEqual(expected);
      },
    );
    await expect(holds(law)).resolves.toBe(undefined);
  });

  it("toArray, toSet and toMap give what their constructors give", async () => {
    const law = fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(5), fc.nat())),
      async (pairs) => {
        expect(await toArray(streaming(pairs))).toEqual(pairs);
        expect(await toSet(streaming(pairs))).toEqual(new Set(pairs));
        expect([...(await toMap(streaming(pairs)))]).toEqual([
          ...new Map(pairs),
        ]);
      },
    );
    await expect(holds(law)).resolves.toBe(undefined);
  });

  it("take fetches exactly as many items as it gives, and then closes its source", async () => {
    const law = fc.asyncProperty(numbers, fc.nat(12), async (items, count) => {
      const log: unknown[] = [];
      await toArray(take(streaming(items, log), count));
      const fetched: unknown[] = items.slice(0, count);
      const isOpened = count > 0;
      expect(log).toEqual(isOpened ? [...fetched, "closed"] : []);
    });
    await expect(holds(law)).resolves.toBe(undefined);
  });

  it("Fifo gives what an array gives that is pushed and shifted", async () => {
    const batches = fc.array(fc.integer({ min: -1_500, max: 1_500 }));
    const law = fc.asyncProperty(batches, async (changes) => {
      const fifo = new Fifo<number>();
      const array: number[] = [];
      const seen: number[] = [];
      const expected: unknown[] = [];
      for (const change of changes) {
        for (let i = 0; i < change; i++) {
          fifo.push(i);
          array.push(i);
        }
        for (let i = change; i < 0 && array.length > 0; i++) {
          seen.push(fifo.shift());
          expected.push(array.shift());
        }
        seen.push(fifo.size);
        expected.push(array.length);
      }
      expect(seen).toEqual(expected);
    });
    await expect(holds(law, 10)).resolves.toBe(undefined);
  });

  it("Heap gives what an array gives that is kept sorted, wherever values leave", async () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ push: fc.nat(20) }),
        fc.record({ push: fc.nat(20) }),
        fc.record({ remove: fc.nat() }),
        fc.constant("shift" as const),
      ),
      { maxLength: 100, size: "max" },
    );
    const law = fc.asyncProperty(steps, async (steps) => {
      const heap = new Heap<number>((a, b) => a - b);
      const sorted: HeapEntry<number>[] = [];
      const seen: unknown[] = [];
      const expected: unknown[] = [];
      for (const step of steps) {
        if (typeof step === "object" && "push" in step) {
          sorted.push(heap.push(step.push));
          sorted.sort((a, b) => a.value - b.value); // a stable sort
        } else if (typeof step === "object" && sorted.length > 0) {
          const [entry] = sorted.splice(step.remove % sorted.length, 1);
          heap.remove(entry as HeapEntry<number>);
        } else if (sorted.length > 0) {
          seen.push(heap.shift());
          expected.push(sorted.shift()?.value);
        }
        seen.push(heap.size, heap.first);
        expected.push(sorted.length, sorted[0]?.value);
      }
      expect(seen).toEqual(expected);
    });
    await expect(holds(law)).resolves.toBe(undefined);
  });
});

/** A source that notes what is fetched, and when it is closed. */
async function* streaming<T>(
  items: readonly T[],
  log: unknown[] = [],
): AsyncGenerator<T, void, undefined> {
  try {
    for (const item of items) {
      log.push(item);
      yield item;
    }
  } finally {
    log.push("closed");
  }
}
