import { describe, expect, it } from "vitest";
import {
  filter,
  map,
  take,
  toArray,
  toMap,
  toSet,
} from "../../../src/patterns/async-iteration.ts";
import { sleep } from "../../../src/patterns/sleep.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";

/*
 * Python's comprehensions collect and transform what an asynchronous source yields. Here functions do: `toArray`, `toSet`
 * and `toMap` collect; `map`, `filter` and `take` make one source of another. They take whatever `for await` takes, so
 * arrays and other synchronous sources are welcome, and promises in them are awaited.
 */
describe("toArray, toSet and toMap", () => {
  it("collects the items into an array", async () => {
    expect(await toArray(counting(3))).toEqual([0, 1, 2]);
    expect(await toArray([])).toEqual([]);
  });

  it("collects the items into a set, each once", async () => {
    expect(await toSet(["b", "a", "b"])).toEqual(new Set(["b", "a"]));
  });

  it("collects pairs into a map, in which the last value of a key stays", async () => {
    const pairs = map(counting(4), (n) => [n % 3, n] as const);
    expect([...(await toMap(pairs))]).toEqual([
      [0, 3],
      [1, 1],
      [2, 2],
    ]);
  });

  it("takes any source: a string, a set, a map, an array of promises", async () => {
    expect(await toArray("añ🙂")).toEqual(["a", "ñ", "🙂"]);
    expect(await toArray(new Set([1, 2]))).toEqual([1, 2]);
    expect(await toArray([Promise.resolve(1), 2])).toEqual([1, 2]);
    const map = new Map([["a", 1]]);
    expect(await toMap(map)).toEqual(map);
  });

  it("throws what the source throws", async () => {
    const error = new Error("disk error");
    for (const collect of [toArray, toSet] as const) {
      await expect(collect(failing(error))).rejects.toBe(error);
    }
  });

  it("refuses an item that is no pair, and closes the source", async () => {
    const log: string[] = [];
    const source = counting(3, log) as AsyncIterable<unknown>;
    await expect(toMap(source as AsyncIterable<[1, 2]>)).rejects.toThrow(
      new TypeError(
        "Cannot collect: each item must be a pair [key, value], received 0",
      ),
    );
    expect(log).toEqual(["fetched 0", "closed"]);
  });

  it("closes a source where an item is a promise that rejects", async () => {
    const error = new Error("disk error");
    const log: string[] = [];
    const source = (function* () {
      try {
        yield Promise.reject(error);
      } finally {
        log.push("closed");
      }
    })();
    await expect(toArray(source)).rejects.toBe(error);
    expect(log).toEqual(["closed"]);
  });
});

/* The three that make one source of another are lazy: nothing happens before an item is asked for. */
describe("map, filter and take", () => {
  it("passes each item through a function, which may be asynchronous", async () => {
    const doubled = map(counting(3), (n) => n * 2);
    expect(await toArray(doubled)).toEqual([0, 2, 4]);
    const later = map(["a", "b"], async (text) => text.toUpperCase());
    expect(await toArray(later)).toEqual(["A", "B"]);
  });

  it("keeps the items for which a function says so, which may be asynchronous", async () => {
    const even = filter(counting(5), (n) => n % 2 === 0);
    expect(await toArray(even)).toEqual([0, 2, 4]);
    const later = filter([1, 2, 3], async (n) => n !== 2);
    expect(await toArray(later)).toEqual([1, 3]);
  });

  it.each([
    [0, []],
    [1, [0]],
    [3, [0, 1, 2]],
    [4, [0, 1, 2]],
    [Infinity, [0, 1, 2]],
  ])(
    "takes the first items, as many as there are: %d of three",
    async (count, items) => {
      expect(await toArray(take(counting(3), count))).toEqual(items);
    },
  );

  it("fetches an item only when it is asked for one, and each passes the whole pipeline first", async () => {
    const run = await runVirtual(async () => {
      const source = map(counting(10), async (n) => {
        console.log(`fetched ${n}`);
        await sleep(10);
        return n;
      });
      const pipeline = take(
        filter(source, (n) => n % 2 === 1),
        2,
      );
      console.log("nothing has happened yet");
      for await (const item of pipeline) {
        console.log(`got ${item}`);
      }
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | nothing has happened yet
         0 ms | fetched 0
        10 ms | fetched 1
        20 ms | got 1
        20 ms | fetched 2
        30 ms | fetched 3
        40 ms | got 3             ← and 4 is never fetched
    `);
  });

  it("makes sources that can be iterated once, and are their own iterators", async () => {
    const source = map([1, 2], (n) => n);
    expect(source[Symbol.asyncIterator]()).toBe(source);
    expect(await toArray(source)).toEqual([1, 2]);
    expect(await toArray(source)).toEqual([]);
  });

  it.each<[string, string, (source: never) => unknown]>([
    ["toArray", "collect", toArray],
    ["toSet", "collect", toSet],
    ["toMap", "collect", toMap],
    ["map", "map", (source) => map(source, (n) => n)],
    ["filter", "filter", (source) => filter(source, () => true)],
    ["take", "take", (source) => take(source, 1)],
  ])("refuses what is no source: %s", async (_, act, use) => {
    for (const [value, shown] of notSources) {
      await expect(async () => use(value as never)).rejects.toThrow(
        new TypeError(
          `Cannot ${act}: the source must be iterable, received ${shown}`,
        ),
      );
    }
  });

  it("refuses at the call what is no function", () => {
    expect(() => map([], 1 as never)).toThrow(
      new TypeError("Cannot map: fn must be a function, received 1"),
    );
    expect(() => filter([], undefined as never)).toThrow(
      new TypeError(
        "Cannot filter: keep must be a function, received undefined",
      ),
    );
  });

  it.each<[string, unknown]>([
    ["-1", -1],
    ["1.5", 1.5],
    ["NaN", NaN],
    ["-Infinity", -Infinity],
    ['"2"', "2"],
  ])("refuses at the call to take %s", (shown, count) => {
    expect(() => take([], count as number)).toThrow(
      new RangeError(
        `Cannot take: count must be a whole number from 0 on, received ${shown}`,
      ),
    );
  });
});

const notSources = [
  [undefined, "undefined"],
  [null, "null"],
  [5, "5"],
  [{ length: 1 }, "an Object"],
  [() => [], "function"],
] as const;

async function* counting(count: number, log: string[] = []) {
  try {
    for (let n = 0; n < count; n++) {
      log.push(`fetched ${n}`);
      yield n;
    }
  } finally {
    log.push("closed");
  }
}

async function* failing(error: Error): AsyncGenerator<number, void> {
  yield 0;
  throw error;
}
