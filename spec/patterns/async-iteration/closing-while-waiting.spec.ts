import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import {
  filter,
  map,
  take,
  toArray,
} from "../../../src/patterns/async-iteration.ts";
import { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import { watched } from "./sources.ts";

type Over = (source: AsyncIterable<number>) => AsyncGenerator<number>;

/*
 * A generator that waits cannot be left: its `return()` stands behind the `next()` that waits. These can: they close
 * their source at once, and a source that can be interrupted gives no more items then, so that none is lost.
 */
describe("map, filter and take, left while they wait for their source", () => {
  const over = { done: true, value: undefined };
  const pipelines: [string, Over][] = [
    ["map", (source) => map(source, (n) => n)],
    ["filter", (source) => filter(source, () => true)],
    ["take", (source) => take(source, 5)],
    [
      "all three in a row",
      (source) =>
        take(
          map(
            filter(source, () => true),
            (n) => n,
          ),
          5,
        ),
    ],
  ];

  it.each(pipelines)("end the next() that waits: %s", async (_, pipe) => {
    await runVirtual(async () => {
      const queue = new AsyncQueue<number>();
      const items = pipe(queue);
      const next = items.next();
      await sleep(1);
      expect(await items.return(undefined)).toEqual(over);
      expect(await next).toEqual(over);
      queue.putNowait(1);
      await sleep(1);
      expect(queue.size).toBe(1);
    });
  });

  it.each(pipelines)(
    "end it when an error is thrown in: %s",
    async (_, pipe) => {
      await runVirtual(async () => {
        const items = pipe(new AsyncQueue<number>());
        const next = items.next();
        await nextTurn();
        const error = new Error("enough");
        await expect(items.throw(error)).rejects.toBe(error);
        expect(await next).toEqual(over);
      });
    },
  );

  it.each(pipelines)(
    "are disposed of, which closes them: %s",
    async (_, pipe) => {
      const { source, log } = watched();
      {
        await using items = pipe(source) as AsyncGenerator<number> &
          AsyncDisposable;
        await items.next();
      }
      expect(log).toEqual(["opened", "closed"]);
    },
  );

  it("wait for an ordinary generator, which gives its item first", async () => {
    const run = await runVirtual(async () => {
      const ticks = (async function* () {
        try {
          for (let tick = 0; ; tick++) {
            await sleep(100);
            yield tick;
          }
        } finally {
          console.log("closed");
        }
      })();
      const items = map(ticks, (n) => n);
      const next = items.next().then((n) => console.log(n));
      await sleep(10);
      console.log("closing");
      await items.return();
      console.log("return is through");
      await next;
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | closing
       100 ms | closed
       100 ms | { value: 0, done: false }
       100 ms | return is through
    `);
  });

  it("let fn end with the item that it has, and then close the source", async () => {
    const run = await runVirtual(async () => {
      const { source, log } = watched();
      const items = map(source, async (n) => {
        await sleep(100);
        log.push("fn has ended");
        return n;
      });
      const next = items
        .next()
        .then(({ value }) => log.push(`got ${String(value)}`));
      await sleep(10);
      await items.return();
      await next;
      return log;
    });
    expect(run.result).toEqual(["opened", "fn has ended", "got 0", "closed"]);
  });

  it("close the source once, however often they are closed", async () => {
    const { source, log } = waiting();
    const items = map(source, (n) => n);
    const all = [items.next(), items.return(), items.return(), items.next()];
    expect(await Promise.all(all)).toEqual([over, over, over, over]);
    expect(log).toEqual(["closed"]);
  });

  it("throw what goes wrong while closing, at whoever closes", async () => {
    const failure = new Error("cannot close");
    const { source } = waiting(failure);
    const items = map(source, (n) => n);
    const next = items.next();
    await expect(items.return()).rejects.toBe(failure);
    expect(await next).toEqual(over);
  });

  it("do not close a source again that has failed", async () => {
    const failure = new Error("disk error");
    const log: string[] = [];
    const source: AsyncIterableIterator<number> = {
      [Symbol.asyncIterator]: () => source,
      next: () => Promise.reject(failure),
      async return() {
        log.push("closed");
        return { done: true, value: undefined };
      },
    };
    for (const [, pipe] of pipelines) {
      const items = pipe(source);
      await expect(items.next()).rejects.toBe(failure);
      await items.return(undefined);
    }
    expect(log).toEqual([]);
  });
});

/* A stream of Node's closes itself when its iterator is left between two items. Otherwise somebody has to destroy it. */
describe("A stream of Node's", () => {
  it.each([
    [
      "that is left before its first item",
      (s: PassThrough) => void map(s, String).return(),
    ],
    ["of which nothing is taken", (s: PassThrough) => void toArray(take(s, 0))],
    [
      "that is left while somebody waits for it",
      (s: PassThrough) => {
        const items = map(s, String);
        items.next().catch(() => {}); // it throws as Node's own does
        void items.return();
      },
    ],
  ])("is destroyed: one %s", (_, leave) => {
    const stream = new PassThrough();
    leave(stream);
    expect(stream.destroyed).toBe(true);
  });

  it("is not destroyed where something else only looks like one", async () => {
    const source = Object.assign([1], { destroy: () => expect.fail() });
    await map(source, (n) => n).return();
  });
});

/** A source that gives nothing until it is closed. */
function waiting(failure?: Error) {
  const log: string[] = [];
  let end: (result: IteratorResult<number>) => void;
  const source: AsyncIterableIterator<number> = {
    [Symbol.asyncIterator]: () => source,
    next: () => new Promise((resolve) => (end = resolve)),
    async return() {
      log.push("closed");
      end({ done: true, value: undefined });
      if (failure !== undefined) {
        throw failure;
      }
      return { done: true, value: undefined };
    },
  };
  return { source, log };
}
