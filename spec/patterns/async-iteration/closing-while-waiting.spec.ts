import { EventEmitter, on } from "node:events";
import { type DuplexOptions, PassThrough, Readable } from "node:stream";
import { setInterval } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { abortable } from "../../../src/patterns/abortable.ts";
import {
  filter,
  map,
  take,
  toArray,
} from "../../../src/patterns/async-iteration.ts";
import { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import { chunk } from "../../../src/patterns/chunk.ts";
import type { Source } from "../../../src/patterns/closable-iterator.ts";
import { buffer } from "../../../src/patterns/map-concurrent.ts";
import { merge } from "../../../src/patterns/merge.ts";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { zip } from "../../../src/patterns/zip.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import { silent } from "../merge/sources.ts";
import { watched } from "./sources.ts";

type Over = (source: AsyncIterable<number>) => AsyncGenerator<number>;

const over = { done: true, value: undefined };
const live = new AbortController().signal;
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

/*
 * A generator that waits cannot be left: its `return()` stands behind the `next()` that waits. These can: they close
 * their source at once, and a source that can be interrupted gives no more items then, so that none is lost.
 */
describe("map, filter and take, left while they wait for their source", () => {
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

  it("do not wait for an ordinary generator, which closes behind its next item", async () => {
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
      await sleep(100);
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | closing
        10 ms | { value: undefined, done: true }
        10 ms | return is through
       100 ms | closed
    `);
  });

  it.each<[string, () => Source<unknown>]>([
    ["a generator", () => every(60_000)],
    ["the iterator of a stream", () => iteratorOf(new PassThrough())],
    ["the values of the web's", () => new ReadableStream<number>().values()],
    ["events", () => on(new EventEmitter(), "item")],
    ["Node's intervals", () => setInterval<number>(60_000)],
    ["a promise in an array", () => [new Promise<number>(() => {})]],
    [
      "what cannot be closed",
      () => Object.assign(silent(), { return: undefined }),
    ],
  ])("hang on no source, whatever it is: %s", async (_, open) => {
    const run = await runVirtual(
      async () => {
        for (const pipe of [
          ...pipelines.map(([, over]) => over),
          (source: AsyncIterable<number>) => chunk(source, 2),
          (source: AsyncIterable<number>) =>
            abortable(map(source, String), live),
        ]) {
          const items = pipe(open() as AsyncIterable<number>);
          const next = items.next();
          await sleep(1);
          expect(await items.return(undefined)).toEqual(over);
          expect(await next).toEqual(over);
        }
      },
      { leaks: "list" },
    );
    expect(run.elapsed).toBe(6);
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

  it("throw that beside the error that is thrown in", async () => {
    const failure = new Error("cannot close");
    const error = new Error("enough");
    for (const pipe of [
      (source: AsyncIterable<number>) => map(source, (n) => n),
      (source: AsyncIterable<number>) => merge(source),
      (source: AsyncIterable<number>) => buffer(source, 1),
    ]) {
      const items = pipe(waiting(failure).source);
      const next = items.next();
      await expect(items.throw(error)).rejects.toMatchObject({
        error: failure,
        suppressed: error,
      });
      expect(await next).toEqual(over);
    }
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

/* A stream closes itself when its own iterator is left between two items. Otherwise somebody has to do it. */
describe("A stream", () => {
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
        void items.next();
        void items.return();
      },
    ],
  ])("of Node's is destroyed: one %s", (_, leave) => {
    const stream = new PassThrough();
    leave(stream);
    expect(stream.destroyed).toBe(true);
  });

  it("is not destroyed where something else only looks like one", async () => {
    const source = Object.assign(watched().source, {
      destroy: () => expect.fail(),
    });
    await map(source, (n) => n).return();
  });

  it("leaves its iterator as it is, which others may have too", async () => {
    const stream = new PassThrough();
    const iterator = stream[Symbol.asyncIterator]();
    stream[Symbol.asyncIterator] = () => iterator;
    const before = { ...iterator };
    await map(stream, String).return();
    expect({ ...iterator }).toEqual(before);
  });

  it.each<[string, () => AsyncIterable<number>]>([
    ["Node's", () => new PassThrough({ objectMode: true })],
    ["one of Node's that never closes", () => Readable.from(silent())],
    ["one of Node's that fails to close", () => new PassThrough(failing)],
    ["the web's", () => new ReadableStream()],
  ])("gives no more, quietly, when it is left: %s", async (_, open) => {
    for (const pipe of [
      ...pipelines.map(([, over]) => over),
      (source: AsyncIterable<number>) => chunk(source, 2),
      (source: AsyncIterable<number>) => abortable(source, live),
      (source: AsyncIterable<number>) => merge(map(source, (n) => n)),
      (source: AsyncIterable<number>) => zip(source),
      (source: AsyncIterable<number>) => buffer(source, 2),
    ]) {
      const items = pipe(open());
      const next = items.next();
      expect(await items.return(undefined)).toEqual(over);
      expect(await next).toEqual(over);
    }
  });

  it("of the web's is cancelled, and free for others, when it is left", async () => {
    const log: string[] = [];
    const stream = new ReadableStream<number>({
      start: (controller) => controller.enqueue(1),
      cancel: () => void log.push("cancelled"),
    });
    const items = map(stream, (n) => n);
    expect(await items.next()).toEqual({ done: false, value: 1 });
    const next = items.next();
    await items.return();
    expect(await next).toEqual(over);
    expect([...log, stream.locked]).toEqual(["cancelled", false]);
  });

  it("of the web's is cancelled, and free for others, when it is left between two items", async () => {
    const { readable } = new TransformStream<number>({
      start: (controller) => controller.enqueue(1),
    });
    for await (const item of map(readable, (n) => n)) {
      expect(item).toBe(1);
      break;
    }
    expect(readable.locked).toBe(false);
    expect(await toArray(readable)).toEqual([]);
  });

  it("of the web's that waits is closed before a loop over several is left", async () => {
    const run = await runVirtual(async () => {
      const stream = new ReadableStream<number>({
        cancel: () => sleep(20),
      });
      for await (const _ of merge(stream, [1])) {
        break;
      }
    });
    expect(run.elapsed).toBe(20);
  });

  it("of the web's is free for others when it has ended", async () => {
    const stream = new ReadableStream<number>({
      start(controller) {
        controller.enqueue(1);
        controller.close();
      },
    });
    expect(await toArray(map(stream, (n) => n))).toEqual([1]);
    expect(stream.locked).toBe(false);
  });

  it("of the web's is free for others when it has failed", async () => {
    const failure = new Error("cannot read");
    const stream = new ReadableStream<number>({
      pull: () => Promise.reject(failure),
    });
    await expect(toArray(map(stream, (n) => n))).rejects.toBe(failure);
    expect(stream.locked).toBe(false);
  });

  it("of the web's throws what goes wrong while closing, at whoever closes", async () => {
    const failure = new Error("cannot close");
    const stream = new ReadableStream<number>({
      cancel: () => Promise.reject(failure),
    });
    const items = map(stream, (n) => n);
    const next = items.next();
    await expect(items.return()).rejects.toBe(failure);
    expect(await next).toEqual(over);
  });

  it("of the web's is read as it iterates, where that is of its own", async () => {
    class Lines extends ReadableStream<string> {
      override async *[Symbol.asyncIterator](): AsyncGenerator<string> {
        yield* ["one", "two"];
      }
    }
    const lines = map(new Lines(), (line) => line);
    expect(await toArray(lines)).toEqual(["one", "two"]);
  });
});

async function* every(ms: number): AsyncGenerator<number> {
  for (let lap = 0; ; lap++) {
    await sleep(ms);
    yield lap;
  }
}

function iteratorOf(stream: AsyncIterable<number>): AsyncIterable<number> {
  return stream[Symbol.asyncIterator]() as AsyncIterableIterator<number>;
}

/** As options: a stream that does not close as it should. */
const failing: DuplexOptions = {
  objectMode: true,
  destroy: (_, done) => done(new Error("cannot close")),
};

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
