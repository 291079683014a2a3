import { checkFunction, shown } from "../core/checks.ts";

/** What the functions here read from: anything that `for await` takes. */
export type Source<T> = AsyncIterable<T> | Iterable<T>;

/**
 * The items as an array: Python's `[item async for item in source]`,
 * https://docs.python.org/3/reference/expressions.html#displays-for-lists-sets-and-dictionaries
 *
 * @throws TypeError if the source cannot be iterated
 */
export async function toArray<T>(source: Source<T>): Promise<Awaited<T>[]> {
  checkSource("collect into an array", source);
  const items: Awaited<T>[] = [];
  for await (const item of source) {
    items.push(item);
  }
  return items;
}

/**
 * The items as a set: Python's `{item async for item in source}`.
 *
 * @throws TypeError if the source cannot be iterated
 */
export async function toSet<T>(source: Source<T>): Promise<Set<Awaited<T>>> {
  checkSource("collect into a set", source);
  const items = new Set<Awaited<T>>();
  for await (const item of source) {
    items.add(item);
  }
  return items;
}

/**
 * The pairs as a map: Python's `{key: value async for key, value in source}`. The last value of a key stays.
 *
 * @throws TypeError if the source cannot be iterated, or an item is no pair; then the source is closed
 */
export async function toMap<K, V>(
  source: Source<readonly [K, V]>,
): Promise<Map<K, V>> {
  checkSource("collect into a map", source);
  const items = new Map<K, V>();
  for await (const pair of source) {
    if (!Array.isArray(pair)) {
      throw new TypeError(
        `Cannot collect into a map: each item must be a pair [key, value], received ${shown(pair)}`,
      );
    }
    items.set(pair[0], pair[1]);
  }
  return items;
}

/**
 * The items, each passed through `fn`: Python's `(fn(item) async for item in source)`.
 *
 * - Lazy: an item is fetched when one is asked for, and `fn` has finished with it before the next is fetched.
 * - Left early, or failed in `fn`, it closes its source.
 *
 * @throws TypeError if the source cannot be iterated or `fn` is no function
 */
export function map<T, U>(
  source: Source<T>,
  fn: (item: Awaited<T>) => PromiseLike<U> | U,
): AsyncIterableIterator<Awaited<U>> {
  checkSource("map", source);
  checkFunction("map", "fn", fn);
  return closing(source, async function* (items) {
    for await (const item of items) {
      yield await fn(item);
    }
  });
}

/**
 * The items for which `keep` holds: Python's `(item async for item in source if keep(item))`.
 *
 * - Lazy, and closes its source, as `map`.
 *
 * @throws TypeError if the source cannot be iterated or `keep` is no function
 */
export function filter<T, Kept extends Awaited<T>>(
  source: Source<T>,
  keep: (item: Awaited<T>) => item is Kept,
): AsyncIterableIterator<Kept>;
export function filter<T>(
  source: Source<T>,
  keep: (item: Awaited<T>) => PromiseLike<boolean> | boolean,
): AsyncIterableIterator<Awaited<T>>;
export function filter<T>(
  source: Source<T>,
  keep: (item: Awaited<T>) => PromiseLike<boolean> | boolean,
): AsyncIterableIterator<Awaited<T>> {
  checkSource("filter", source);
  checkFunction("filter", "keep", keep);
  return closing(source, async function* (items) {
    for await (const item of items) {
      if (await keep(item)) {
        yield item;
      }
    }
  });
}

/**
 * The first items. It fetches exactly `count` of them (fewer where the source ends), then closes its source.
 *
 * @param count a whole number from 0 on; `Infinity` takes all
 * @throws TypeError if the source cannot be iterated, RangeError if count is not such a number
 */
export function take<T>(
  source: Source<T>,
  count: number,
): AsyncIterableIterator<Awaited<T>> {
  checkSource("take", source);
  if (!(Number.isInteger(count) || count === Infinity) || count < 0) {
    throw new RangeError(
      `Cannot take: count must be a whole number from 0 on, received ${shown(count)}`,
    );
  }
  return closing(source, async function* (items) {
    let left = count;
    if (left === 0) {
      await close(items);
      return;
    }
    for await (const item of items) {
      yield item;
      if (--left === 0) {
        return;
      }
    }
  });
}

/**
 * Runs a generator over the source, and closes the source even if the generator never starts: a generator that is left
 * before its first item would not know of it.
 */
function closing<T, U>(
  source: Source<T>,
  generatorFunction: (source: Source<T>) => AsyncGenerator<U, void, undefined>,
): AsyncIterableIterator<U> {
  const generator = generatorFunction(source);
  let isStarted = false;
  const end = (
    how: () => Promise<IteratorResult<U, void>>,
  ): Promise<IteratorResult<U, void>> => {
    if (isStarted) {
      return how();
    }
    isStarted = true;
    return close(source).then(how, async (error: unknown) => {
      await generator.return(); // it is over all the same
      throw error;
    });
  };
  return {
    next() {
      isStarted = true;
      return generator.next();
    },
    return() {
      return end(() => generator.return());
    },
    throw(error: unknown) {
      return end(() => generator.throw(error));
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function close(source: Source<unknown>): Promise<void> {
  const iterator =
    Symbol.asyncIterator in source
      ? source[Symbol.asyncIterator]()
      : source[Symbol.iterator]();
  await iterator.return?.();
}

function checkSource(act: string, source: unknown): void {
  const { [Symbol.asyncIterator]: async, [Symbol.iterator]: sync } = Object(
    source ?? {},
  ) as Partial<AsyncIterable<unknown> & Iterable<unknown>>;
  if (typeof async !== "function" && typeof sync !== "function") {
    throw new TypeError(
      `Cannot ${act}: the source must be iterable, received ${shown(source)}`,
    );
  }
}
