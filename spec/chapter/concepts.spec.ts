import { describe, expect, it } from "vitest";
import {
  AsyncQueue,
  asyncWith,
  createTask,
  gather,
  sleep,
} from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import { AsyncRange } from "../../src/chapter/1-async-iterators/01-async-range.ts";
import { asyncRange } from "../../src/chapter/2-async-generators/04-async-generator.ts";
import { AsyncResource } from "../../src/chapter/3-async-context-managers/07-async-resource.ts";
import { SafeResource } from "../../src/chapter/6-error-handling/15-safe-resource.ts";
import { stamped, terminal } from "../support.ts";

/*
 * Four ideas carry the chapter, each with a protocol behind it. What Python does with methods in double underscores,
 * the JavaScript engine does with well-known symbols: an object joins in by having the right method, and the language
 * calls it.
 */
describe("Key concepts", () => {
  it("an async iterator is any object with Symbol.asyncIterator and next, and for await loops over it", async () => {
    const countdown = {
      from: 2,
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        return this.from > 0
          ? { done: false as const, value: this.from-- }
          : { done: true as const, value: undefined };
      },
    };
    const seen: number[] = [];
    for await (const i of countdown) {
      seen.push(i);
    }
    expect(seen).toEqual([2, 1]);
  });

  it("an async generator is an async function with yield, and it is an async iterator", async () => {
    async function* greetings(): AsyncGenerator<string, void> {
      yield "hello";
      yield await Promise.resolve("good-bye");
    }
    const iterator = greetings();
    expect(iterator[Symbol.asyncIterator]()).toBe(iterator);
    expect(await iterator.next()).toEqual({ done: false, value: "hello" });
    expect(await iterator.next()).toEqual({ done: false, value: "good-bye" });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it("an async generator is lazy: its body runs from one request to the next", async () => {
    const ran: string[] = [];
    async function* lazy(): AsyncGenerator<number, void> {
      ran.push("to the first yield");
      yield 1;
      ran.push("to the second yield");
      yield 2;
    }
    const iterator = lazy();
    expect(ran).toEqual([]);
    await iterator.next();
    expect(ran).toEqual(["to the first yield"]);
    await iterator.next();
    expect(ran).toEqual(["to the first yield", "to the second yield"]);
  });

  it("iterator and generator look the same from outside", async () => {
    const collect = async (
      source: AsyncIterable<number>,
    ): Promise<number[]> => {
      const values: number[] = [];
      for await (const value of source) {
        values.push(value);
      }
      return values;
    };
    const { result } = await runVirtual(async () => [
      await collect(new AsyncRange(3)),
      await collect(asyncRange(3)),
    ]);
    expect(result).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
  });

  it("a context manager frames a block: await using calls Symbol.asyncDispose", async () => {
    const run = await runVirtual(async () => {
      await using _resource = await AsyncResource.acquire();
      console.log("  the block");
    });
    expect(run.output).toBe(terminal`
        Entering: acquiring resource...
        the block
        Exiting: releasing resource...
    `);
  });

  it("a context manager frames a body: asyncWith calls enter and exit", async () => {
    const run = await runVirtual(() =>
      asyncWith(new SafeResource("DB"), () => {
        console.log("  the body");
      }),
    );
    expect(run.output).toBe(terminal`
        DB: acquired
        the body
        DB: released
    `);
  });

  it("producer and consumer know the queue and not each other", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>(1);
      const produce = async (): Promise<void> => {
        for (const item of ["a", "b", "c"]) {
          await queue.put(item);
          console.log(`put ${item}`);
        }
      };
      const consume = async (): Promise<void> => {
        for (let left = 3; left > 0; left--) {
          await sleep(10);
          console.log(`got ${await queue.get()}`);
        }
      };
      await gather(createTask(produce), createTask(consume));
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | put a
        10 ms | got a
        10 ms | put b
        20 ms | got b
        20 ms | put c
        30 ms | got c
    `);
  });
});
