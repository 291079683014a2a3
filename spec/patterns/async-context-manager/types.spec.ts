import { describe, expectTypeOf, it } from "vitest";
import {
  type ClosableIterator,
  asyncContextManager,
  asyncWith,
  filter,
  map,
  take,
  toArray,
  toMap,
  toSet,
  type AsyncContextManager,
  type GeneratorManager,
  type Source,
} from "../../../src/index.ts";

/*
 * A context manager that can suppress an error leaves its caller without a result. Its type says whether it can: then the
 * result may be `undefined`, and the compiler asks for that case.
 */
describe("The types of context managers", () => {
  it("a manager enters with a value, and exits perhaps with an error", () => {
    type Manager = AsyncContextManager<string>;
    expectTypeOf<Manager["enter"]>().toEqualTypeOf<() => Promise<string>>();
    expectTypeOf<Manager["exit"]>().toEqualTypeOf<
      (error?: unknown) => Promise<boolean | void>
    >();
  });

  it("the body is given what enter gives", () => {
    const enter = (manager: AsyncContextManager<Date>) =>
      asyncWith(manager, (value) => {
        expectTypeOf(value).toEqualTypeOf<Date>();
      });
    expectTypeOf(enter).toBeFunction();
  });

  it("the result is the body's alone where exit never resolves to true", () => {
    const silent = (manager: {
      enter(): Promise<string>;
      exit(): Promise<void>;
    }) => asyncWith(manager, (value) => value.length);
    expectTypeOf(silent).returns.toEqualTypeOf<Promise<number>>();
    const strict = (manager: {
      enter(): Promise<string>;
      exit(error?: unknown): Promise<false>;
    }) => asyncWith(manager, async (value) => value.length);
    expectTypeOf(strict).returns.toEqualTypeOf<Promise<number>>();
  });

  it("the result may be undefined where exit may resolve to true", () => {
    const unknown = (manager: AsyncContextManager<string>) =>
      asyncWith(manager, (value) => value.length);
    expectTypeOf(unknown).returns.toEqualTypeOf<Promise<number | undefined>>();
    const forgiving = (manager: {
      enter(): Promise<string>;
      exit(error?: unknown): Promise<boolean>;
    }) => asyncWith(manager, async (value) => value.length);
    expectTypeOf(forgiving).returns.toEqualTypeOf<
      Promise<number | undefined>
    >();
  });

  it("a generator's manager takes the generator's arguments, and enters with what it yields", () => {
    const opened = asyncContextManager(async function* (
      path: string,
      mode?: number,
    ) {
      yield { path, mode };
    });
    expectTypeOf(opened).parameters.toEqualTypeOf<
      [path: string, mode?: number | undefined]
    >();
    expectTypeOf(opened).returns.toEqualTypeOf<
      GeneratorManager<{ path: string; mode: number | undefined }>
    >();
    // @ts-expect-error -- a path is a string
    expectTypeOf(opened).toBeCallableWith(1);
  });

  it("a generator's manager can suppress, and be disposed of", () => {
    expectTypeOf<GeneratorManager<string>>().toEqualTypeOf<
      AsyncContextManager<string> & AsyncDisposable
    >();
    const use = (manager: GeneratorManager<string>) =>
      asyncWith(manager, (value) => value.length);
    expectTypeOf(use).returns.toEqualTypeOf<Promise<number | undefined>>();
  });
});

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
