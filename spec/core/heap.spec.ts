import { describe, expect, it } from "vitest";
import { Heap } from "../../src/core/heap.ts";

/*
 * Sleepers and priorities stand in a binary heap: the least value is always on top, and equal values come out in the
 * order in which they went in. A sleeper that is aborted leaves from the middle.
 */
describe("Heap", () => {
  it("has the least value first, and undefined when it is empty", () => {
    const heap = numbers(3, 1, 2);
    expect([heap.size, heap.first]).toEqual([3, 1]);
    expect([heap.shift(), heap.first]).toEqual([1, 2]);
    expect([heap.shift(), heap.shift(), heap.first]).toEqual([2, 3, undefined]);
    expect(heap.size).toBe(0);
  });

  it("lets a value leave from wherever it stands", () => {
    for (const index of [0, 1, 2, 3, 4, 5, 6]) {
      const heap = new Heap<number>((a, b) => a - b);
      const values = [10, 50, 20, 60, 70, 30, 25];
      const entries = values.map((value) => heap.push(value));
      const entry = entries[index] as (typeof entries)[number];
      heap.remove(entry);
      expect(entry.index).toBe(-1);
      expect(drained(heap)).toEqual(
        values
          .filter((value) => value !== entry.value)
          .toSorted((a, b) => a - b),
      );
    }
  });

  it("shows all its values, in no particular order", () => {
    const heap = numbers(3, 1, 2);
    expect(new Set(heap.entries().map(({ value }) => value))).toEqual(
      new Set([1, 2, 3]),
    );
    expect(heap.size).toBe(3);
  });

  it("knows where each value stands, until it leaves", () => {
    const heap = new Heap<string>(() => 0);
    const entries = ["A", "B", "C"].map((value) => heap.push(value));
    expect(entries.map(({ index }) => index)).toEqual([0, 1, 2]);
    heap.shift();
    expect(entries.map(({ index }) => index)).toEqual([-1, 0, 1]);
  });
});

function numbers(...values: number[]): Heap<number> {
  const heap = new Heap<number>((a, b) => a - b);
  values.forEach((value) => heap.push(value));
  return heap;
}

function drained<T>(heap: Heap<T>): T[] {
  return Array.from({ length: heap.size }, () => heap.shift());
}
