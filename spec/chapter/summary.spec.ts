import { describe, expect, it } from "vitest";
import {
  asyncContextManager,
  AsyncQueue,
  asyncWith,
  createTask,
  filter,
  gather,
  map,
  sleep,
  take,
  toArray,
} from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import { AsyncRange } from "../../src/chapter/1-async-iterators/01-async-range.ts";
import {
  onlyEven,
  squared,
} from "../../src/chapter/2-async-generators/06-pipeline.ts";
import { AsyncResource } from "../../src/chapter/3-async-context-managers/07-async-resource.ts";
import { asyncTimer } from "../../src/chapter/3-async-context-managers/09-async-timer.ts";
import {
  dataConsumer,
  SENTINEL,
  type Message,
} from "../../src/chapter/4-producer-consumer/12-sentinel-shutdown.ts";
import {
  eventProcessor,
  eventStream,
} from "../../src/chapter/5-combining-patterns/13-event-stream.ts";
import { SafeResource } from "../../src/chapter/6-error-handling/15-safe-resource.ts";
import { resilientStream } from "../../src/chapter/6-error-handling/16-resilient-stream.ts";
import { stamped, terminal } from "../support.ts";

/*
 * What to take home, one claim a test. A summary that is not true of the code is worse than none; this one is run with
 * every change.
 */
describe("Summary", () => {
  describe("Async iterators", () => {
    it("have Symbol.asyncIterator and next", async () => {
      const range = new AsyncRange(1);
      expect(range[Symbol.asyncIterator]()).toBe(range);
      expect(await range.next()).toEqual({ done: false, value: 0 });
    });

    it("say that they are exhausted with done, where Python raises StopAsyncIteration", async () => {
      const range = new AsyncRange(0);
      expect(await range.next()).toEqual({ done: true, value: undefined });
    });

    it("are consumed by for await, or by toArray, toSet and toMap", async () => {
      const looped: number[] = [];
      for await (const i of new AsyncRange(3)) {
        looped.push(i);
      }
      expect(looped).toEqual([0, 1, 2]);
      expect(await toArray(new AsyncRange(3))).toEqual([0, 1, 2]);
    });
  });

  describe("Async generators", () => {
    it("are the short way to an async iterator: a function with yield", async () => {
      async function* range(stop: number): AsyncGenerator<number, void> {
        for (let i = 0; i < stop; i++) {
          yield i;
        }
      }
      expect(await toArray(range(3))).toEqual(await toArray(new AsyncRange(3)));
    });

    it("may wait between two values", async () => {
      async function* ticks(): AsyncGenerator<number, void> {
        await sleep(10);
        yield 1;
        await sleep(10);
        yield 2;
      }
      const run = await runVirtual(async () => {
        for await (const tick of ticks()) {
          console.log(`tick ${tick}`);
        }
      });
      expect(stamped(run)).toBe(terminal`
          10 ms | tick 1
          20 ms | tick 2
      `);
    });

    it("compose into pipelines", async () => {
      const pipeline = onlyEven(squared(new AsyncRange(5)));
      expect(await toArray(pipeline)).toEqual([0, 4, 16]);
    });

    it("clean up in finally, at the end and on leaving early", async () => {
      const run = await runVirtual(async () => {
        await toArray(resilientStream("x"));
        for await (const _ of resilientStream("x")) {
          break;
        }
      });
      expect(run.output).toBe(terminal`
          Stream: opened
          Stream: closed (cleanup done)
          Stream: opened
          Stream: closed (cleanup done)
      `);
    });
  });

  describe("Async context managers", () => {
    it("are a class with enter and exit, or one with Symbol.asyncDispose", async () => {
      const run = await runVirtual(async () => {
        await asyncWith(new SafeResource("DB"), () => {});
        await using _resource = await AsyncResource.acquire();
      });
      expect(run.output).toBe(terminal`
          DB: acquired
          DB: released
          Entering: acquiring resource...
          Exiting: releasing resource...
      `);
    });

    it("are a generator with one yield, made by asyncContextManager", async () => {
      const manager = asyncContextManager(async function* (name: string) {
        console.log(`enter ${name}`);
        yield name;
        console.log(`exit ${name}`);
      });
      const run = await runVirtual(() =>
        asyncWith(manager("a"), (name) => {
          console.log(`body of ${name}`);
        }),
      );
      expect(run.output).toBe(terminal`
        enter a
        body of a
        exit a
      `);
    });

    it("exit also when the body throws", async () => {
      const run = await runVirtual(async () => {
        const failing = asyncWith(new SafeResource("DB"), () => {
          throw new Error("connection lost");
        });
        await expect(failing).rejects.toThrow(new Error("connection lost"));
      });
      expect(run.output).toBe(terminal`
          DB: acquired
          DB: error occurred - connection lost
          DB: released
      `);
    });
  });

  describe("Producer and consumer", () => {
    it("are decoupled by a queue: a fast producer does not wait for a slow consumer", async () => {
      const run = await runVirtual(async () => {
        const queue = new AsyncQueue<number>();
        const consuming = createTask(async () => {
          for (let left = 2; left > 0; left--) {
            const item = await queue.get();
            await sleep(20);
            console.log(`consumed ${item}`);
          }
        });
        for (const item of [1, 2]) {
          await queue.put(item);
          console.log(`produced ${item}`);
        }
        await consuming;
      });
      expect(stamped(run)).toBe(terminal`
           0 ms | produced 1
           0 ms | produced 2
          20 ms | consumed 1
          40 ms | consumed 2
      `);
    });

    it("wait in put while the queue is full, and in get while it is empty", async () => {
      const run = await runVirtual(async () => {
        const queue = new AsyncQueue<string>(1);
        const getting = createTask(async () => {
          console.log(`got ${await queue.get()}`);
          await sleep(30);
          console.log(`got ${await queue.get()}`);
        });
        await sleep(10);
        await queue.put("a");
        await queue.put("b");
        await queue.put("c");
        console.log("put all three");
        await getting;
      });
      expect(stamped(run)).toBe(terminal`
          10 ms | got a
          40 ms | got b
          40 ms | put all three
      `);
    });

    it("know with join and taskDone when everything is done", async () => {
      const run = await runVirtual(async () => {
        const queue = new AsyncQueue<number>();
        createTask(async () => {
          await queue.get();
          await sleep(20);
          queue.taskDone();
        });
        await queue.put(1);
        await queue.join();
        console.log("joined");
      });
      expect(stamped(run)).toBe(terminal`
          20 ms | joined
      `);
    });

    it("end in good order with a sentinel", async () => {
      const { result } = await runVirtual(async () => {
        const queue = new AsyncQueue<Message>();
        const consuming = createTask(() => dataConsumer(queue, "only"));
        for (const message of [1, 2, SENTINEL] as const) {
          await queue.put(message);
        }
        return consuming;
      });
      expect(result).toEqual([1, 4]);
    });
  });

  describe("Key patterns", () => {
    it("generators are lazy and hold one value: a stream without an end is no problem", async () => {
      const made: number[] = [];
      async function* endless(): AsyncGenerator<number, void> {
        for (let i = 0; ; i++) {
          made.push(i);
          yield i;
        }
      }
      expect(await toArray(take(endless(), 3))).toEqual([0, 1, 2]);
      expect(made).toEqual([0, 1, 2]);
    });

    it("asyncContextManager does for a simple resource what a class would", async () => {
      const run = await runVirtual(() =>
        asyncWith(asyncTimer("fetch"), () => sleep(25)),
      );
      expect(stamped(run)).toBe(terminal`
           0 ms |   [fetch] Starting...
          25 ms |   [fetch] Done in 0.0250s
      `);
    });

    it("the patterns combine: stream, filter, context and queue in one program", async () => {
      const run = await runVirtual(() =>
        asyncWith(eventProcessor("Clicks"), async (processed) => {
          const queue = new AsyncQueue<number>();
          const clicks = filter(eventStream(4), ({ type }) => type === "click");
          const sending = createTask(async () => {
            for await (const { id } of clicks) {
              await queue.put(id);
            }
            queue.shutdown();
          });
          const receiving = createTask(async () => {
            for await (const id of queue) {
              processed.push({ id, type: "click" });
            }
          });
          await gather(sending, receiving);
          return toArray(map(processed, ({ id }) => id));
        }),
      );
      expect(run.result).toEqual([0, 2]);
      expect(run.output).toBe(terminal`
          [Clicks] Processor started
          [Clicks] Processor done: 2 events
      `);
    });

    it("cleanup is certain where a finally or a context manager stands around the work", async () => {
      const run = await runVirtual(async () => {
        const working = asyncWith(new SafeResource("DB"), async () => {
          for await (const item of resilientStream("xyz")) {
            throw new Error(`cannot store ${item}`);
          }
        });
        await expect(working).rejects.toThrow(new Error("cannot store x"));
      });
      expect(run.output).toBe(terminal`
          DB: acquired
          Stream: opened
          Stream: closed (cleanup done)
          DB: error occurred - cannot store x
          DB: released
      `);
    });
  });
});
