import type { Mutant } from "../mutant.ts";

/** What could go wrong in the chapter's own programs. */
export const chapterMutants: readonly Mutant[] = [
  {
    name: "two requests that are under way at once get the same page",
    kind: "order",
    file: "chapter/1-async-iterators/03-paginator.ts",
    find: "const length = this.#offset - start; await sleep(0);",
    replace:
      "const length = this.#offset - start; this.#offset = start; await sleep(0); this.#offset = start + length;",
  },
  {
    name: "a resource is released behind the back of its block",
    kind: "dropped await",
    file: "chapter/3-async-context-managers/07-async-resource.ts",
    find: 'releasing resource..."); await sleep(0);',
    replace: 'releasing resource..."); void sleep(0);',
  },
  {
    name: "the timer says nothing when its body throws",
    kind: "clean-up",
    file: "chapter/3-async-context-managers/09-async-timer.ts",
    find: "try { yield; } finally {",
    replace: "yield; {",
  },
  {
    name: "a connection is handed out before it is open",
    kind: "dropped await",
    file: "chapter/3-async-context-managers/10-database-connection.ts",
    find: "await connection.connect();",
    replace: "void connection.connect();",
  },
  {
    name: "a producer does not wait while the queue is full",
    kind: "dropped await",
    file: "chapter/4-producer-consumer/11-worker-pool.ts",
    find: "await queue.put(i);",
    replace: "void queue.put(i);",
  },
  {
    name: "a worker that is cancelled finishes its item first",
    kind: "cancellation",
    file: "chapter/4-producer-consumer/11-worker-pool.ts",
    find: "await sleep(20, { signal });",
    replace: "await sleep(20);",
  },
  {
    name: "a worker that waits for an item cannot be cancelled",
    kind: "cancellation",
    file: "chapter/4-producer-consumer/11-worker-pool.ts",
    find: "await queue.get({ signal });",
    replace: "await queue.get();",
  },
  {
    name: "a worker never says that it is done with an item",
    kind: "count",
    file: "chapter/4-producer-consumer/11-worker-pool.ts",
    find: "queue.taskDone();",
    replace: "",
  },
  {
    name: "the workers are cancelled before their work is done",
    kind: "dropped await",
    file: "chapter/4-producer-consumer/11-worker-pool.ts",
    find: "await queue.join();",
    replace: "void queue.join();",
  },
  {
    name: "there is one sentinel for all consumers",
    kind: "count",
    file: "chapter/4-producer-consumer/12-sentinel-shutdown.ts",
    find: "i < consumerCount",
    replace: "i < 1",
  },
  {
    name: "the processor says nothing when its body throws",
    kind: "clean-up",
    file: "chapter/5-combining-patterns/13-event-stream.ts",
    find: "try { yield processed; } finally {",
    replace: "yield processed; {",
  },
  {
    name: "a stream that is left early is not cleaned up",
    kind: "clean-up",
    file: "chapter/6-error-handling/16-resilient-stream.ts",
    find: "} finally {",
    replace: "} catch (error) { throw error; } {",
  },
  {
    name: "cells play all at once",
    kind: "dropped await",
    file: "player/player.ts",
    find: "await playOne(await cell.load());",
    replace: "void playOne(await cell.load());",
  },
];
