import { describe, expect, it, vi } from "vitest";
import {
  filter,
  map,
  take,
  toArray,
} from "../../../src/patterns/async-iteration.ts";
import { chunk } from "../../../src/patterns/chunk.ts";
import type { Source } from "../../../src/patterns/closable-iterator.ts";
import { buffer } from "../../../src/patterns/map-concurrent.ts";
import { merge } from "../../../src/patterns/merge.ts";
import { iterable, watched } from "./sources.ts";

/*
 * A source may hold a file or a connection open. So whoever leaves it early has to close it, by the iterator's `return()`,
 * which runs the `finally` of a generator. `for await` does so when it is left; map, filter and take pass it on, at every
 * level of a pipeline. What has come to its end or has failed by itself is closed already.
 */
describe("map, filter and take, left early", () => {
  const pipelines = [
    ["map", (source: AsyncIterable<number>) => map(source, (n) => n)],
    ["filter", (source: AsyncIterable<number>) => filter(source, () => true)],
    ["take", (source: AsyncIterable<number>) => take(source, 5)],
    [
      "all three in a row",
      (source: AsyncIterable<number>) =>
        take(
          map(
            filter(source, () => true),
            (n) => n,
          ),
          5,
        ),
    ],
  ] as const;

  it.each(pipelines)(
    "closes the source behind a break: %s",
    async (_, over) => {
      const { source, log } = watched();
      for await (const n of over(source)) {
        log.push(`got ${n}`);
        break;
      }
      expect(log).toEqual(["opened", "got 0", "closed"]);
    },
  );

  it.each(pipelines)(
    "closes the source when the loop's body throws: %s",
    async (_, over) => {
      const { source, log } = watched();
      const error = new Error("cannot parse");
      const loop = async (): Promise<void> => {
        for await (const _n of over(source)) {
          throw error;
        }
      };
      await expect(loop()).rejects.toBe(error);
      expect(log).toEqual(["opened", "closed"]);
    },
  );

  it.each(pipelines)(
    "closes the source when it is left before the first item: %s",
    async (_, over) => {
      const { source, log } = iterable();
      const pipeline = over(source);
      expect(await pipeline.return?.()).toEqual({
        done: true,
        value: undefined,
      });
      await pipeline.return?.();
      expect(log).toEqual(["closed"]);
      expect(await pipeline.next()).toEqual({ done: true, value: undefined });
      await pipeline.return?.();
      expect(log).toEqual(["closed"]);
    },
  );

  it.each(pipelines)(
    "closes the source when an error is thrown in: %s",
    async (_, over) => {
      const { source, log } = watched();
      const pipeline = over(source);
      await pipeline.next();
      const error = new Error("enough");
      await expect(pipeline.throw?.(error)).rejects.toBe(error);
      expect(log).toEqual(["opened", "closed"]);
    },
  );

  it("closes the source when an error is thrown in before the first item", async () => {
    const { source, log } = iterable();
    const pipeline = map(source, (n) => n);
    const error = new Error("enough");
    await expect(pipeline.throw?.(error)).rejects.toBe(error);
    expect(log).toEqual(["closed"]);
  });

  it.each([
    ["fn of map", (source: AsyncIterable<number>) => map(source, fail)],
    ["keep of filter", (source: AsyncIterable<number>) => filter(source, fail)],
  ])("closes the source when a function throws: %s", async (_, over) => {
    const { source, log } = watched();
    await expect(toArray(over(source))).rejects.toBe(failure);
    expect(log).toEqual(["opened", "closed"]);
  });

  it("closes the source behind the last item that take was to give", async () => {
    const { source, log } = watched();
    for await (const n of take(source, 2)) {
      log.push(`got ${n}`);
    }
    expect(log).toEqual(["opened", "got 0", "got 1", "closed"]);
  });

  it("closes the source where take was to give none, and fetches nothing", async () => {
    const { source, log } = iterable();
    expect(await toArray(take(source, 0))).toEqual([]);
    expect(log).toEqual(["closed"]);
  });

  it("closes the source once, also where it would not mind twice", async () => {
    const { source, log } = iterable();
    const pipeline = map(source, (n) => n);
    await pipeline.next();
    await pipeline.return?.();
    await pipeline.return?.();
    expect(log).toEqual(["next", "closed"]);
  });

  it("closes a synchronous source too", async () => {
    const log: string[] = [];
    const source = (function* () {
      try {
        yield* [0, 1, 2];
      } finally {
        log.push("closed");
      }
    })();
    expect(await toArray(take(source, 1))).toEqual([0]);
    expect(log).toEqual(["closed"]);
  });

  it.each<[string, (source: Source<number>) => AsyncIterable<number>]>([
    ["map", (source) => map(source, (n) => n)],
    ["merge", (source) => merge(source)],
    ["buffer", (source) => buffer(source, 1)],
    ["chunk", (source) => map(chunk(source, 1), ([n]) => n as number)],
  ])(
    "closes a source where an item is a promise that rejects, and keeps what that throws: %s",
    async (_, over) => {
      const [failure, closing] = [new Error("no light"), new Error("no key")];
      for (const make of [synchronous, asynchronous]) {
        const { source, log } = make(failure);
        const items = over(source);
        await expect(toArray(items)).rejects.toBe(failure);
        expect(log).toEqual(["closed"]);
        const broken = make(failure, closing);
        await expect(toArray(over(broken.source))).rejects.toMatchObject({
          error: closing,
          suppressed: failure,
        });
      }
    },
  );

  it("throws what a source throws that cannot be opened, or asked, and that alone", async () => {
    const failure = new Error("no such file");
    const fail = () => {
      throw failure;
    };
    const closing = { return: expect.unreachable };
    for (const source of [
      { [Symbol.iterator]: fail },
      { [Symbol.asyncIterator]: fail },
      { [Symbol.asyncIterator]: () => ({ ...closing, next: fail }) },
      { [Symbol.iterator]: () => ({ ...closing, next: fail }) },
    ] as Source<number>[]) {
      await expect(toArray(map(source, (n) => n))).rejects.toBe(failure);
      await expect(toArray(merge(source))).rejects.toBe(failure);
    }
  });

  it.each([
    [undefined, "undefined"],
    [null, "null"],
    [5, "5"],
  ])(
    "throws where next() gives no object, and leaves that source alone: %s",
    async (answer, shown) => {
      const over: ((source: Source<number>) => Source<unknown>)[] = [
        (source) => map(source, (n) => n),
        (source) => merge(source),
        (source) => buffer(source, 2),
      ];
      for (const begin of over) {
        for (const kind of [Symbol.iterator, Symbol.asyncIterator]) {
          const next = vi.fn<() => unknown>(expect.unreachable);
          next.mockReturnValueOnce(answer);
          const iterator = { next, return: expect.unreachable };
          const source = { [kind]: () => iterator } as never;
          await expect(toArray(begin(source))).rejects.toThrow(
            new TypeError(
              `Cannot read: next() must give an object, received ${shown}`,
            ),
          );
        }
      }
    },
  );

  it("leaves alone a source that needs no closing", async () => {
    const unstarted = take([1, 2, 3], 2);
    expect(await unstarted.return?.()).toEqual({
      done: true,
      value: undefined,
    });
    let fetched = 0;
    const asynchronous: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: fetched === 5, value: fetched++ }),
      }),
    };
    expect(await toArray(take("abc", 0))).toEqual([]);
    expect(await toArray(take(asynchronous, 0))).toEqual([]);
    expect(await toArray(take(asynchronous, 2))).toEqual([0, 1]);
    expect(fetched).toBe(2);
  });

  it("throws what goes wrong while closing", async () => {
    const { source } = iterable(() => {
      throw failure;
    });
    await expect(toArray(take(source, 0))).rejects.toBe(failure);
    await expect(toArray(take(source, 1))).rejects.toBe(failure);
  });

  it("does not close a source again that has come to its end", async () => {
    const { source, log } = iterable();
    const pipeline = map(take(source, Infinity), (n) => n);
    expect(await toArray(pipeline)).toEqual([0, 1, 2]);
    await pipeline.return?.();
    expect(log).toEqual(["next", "next", "next", "next"]);
  });

  it("is over before its first item also where closing the source fails", async () => {
    const failure = new Error("cannot close");
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.resolve({ done: false, value: 1 }),
        return: () => Promise.reject(failure),
      }),
    };
    const mapped = map(source, (item) => item);
    await expect(mapped.return?.()).rejects.toBe(failure);
    expect(await mapped.next()).toEqual({ done: true, value: undefined });
  });
});

const failure = new Error("a failing function");

function fail(): never {
  throw failure;
}

/** It gives a promise that rejects. */
function synchronous(failure: Error, closing?: Error) {
  const log: string[] = [];
  const source = (function* () {
    try {
      yield Promise.reject(failure);
    } finally {
      log.push("closed");
      if (closing) {
        // oxlint-disable-next-line eslint/no-unsafe-finally -- that is what is tested
        throw closing;
      }
    }
  })();
  return { source: source as never, iterator: source, log };
}

/** As `synchronous`: no generator, since those await what they give. */
function asynchronous(failure: Error, closing?: Error) {
  const { iterator: plain, log } = synchronous(failure, closing);
  const iterator = {
    next: async () => plain.next(),
    return: async () => plain.return(),
  };
  return { source: { [Symbol.asyncIterator]: () => iterator } as never, log };
}
