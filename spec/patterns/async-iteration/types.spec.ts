import { describe, expectTypeOf, it } from "vitest";
import {
  type ClosableIterator,
  filter,
  map,
  take,
  toArray,
  toMap,
  toSet,
  type Source,
} from "../../../src/index.ts";

/* The async comprehensions keep the types of the items, and await what is a promise. */
describe("The types of async iteration", () => {
  it("a source is anything that for await takes", () => {
    expectTypeOf<Source<string>>().toEqualTypeOf<
      AsyncIterable<string> | Iterable<string>
    >();
  });

  it("items are collected as what they are, promises awaited", () => {
    expectTypeOf(toArray<string>).returns.resolves.toEqualTypeOf<string[]>();
    expectTypeOf(toArray<Promise<string>>).returns.resolves.toEqualTypeOf<
      string[]
    >();
    expectTypeOf(toSet<Promise<string>>).returns.resolves.toEqualTypeOf<
      Set<string>
    >();
    const pairs = (source: AsyncIterable<[string, number]>) => toMap(source);
    expectTypeOf(pairs).returns.resolves.toEqualTypeOf<Map<string, number>>();
    const literals = () => toMap([["a", 1] as const]);
    expectTypeOf(literals).returns.resolves.toEqualTypeOf<Map<"a", 1>>();
  });

  it("map gives what its function gives, awaited", () => {
    const lengths = map(["a"], (text) => text.length);
    expectTypeOf(lengths).toEqualTypeOf<ClosableIterator<number>>();
    const later = map([Promise.resolve("a")], async (text) => text.length);
    expectTypeOf(later).toEqualTypeOf<ClosableIterator<number>>();
  });

  it("filter keeps the type, or narrows it by a type guard", () => {
    const mixed: (string | number)[] = [];
    const kept = filter(mixed, async (item) => item !== 0);
    expectTypeOf(kept).toEqualTypeOf<ClosableIterator<string | number>>();
    const isText = (item: string | number): item is string =>
      typeof item === "string";
    expectTypeOf(filter(mixed, isText)).toEqualTypeOf<
      ClosableIterator<string>
    >();
    const awaited = filter([Promise.resolve("a")], (text) => text !== "");
    expectTypeOf(awaited).toEqualTypeOf<ClosableIterator<string>>();
  });

  it("take keeps the type", () => {
    const taken = take(new Set([Promise.resolve(1)]), 1);
    expectTypeOf(taken).toEqualTypeOf<ClosableIterator<number>>();
  });
});
