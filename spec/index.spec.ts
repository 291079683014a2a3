import { describe, expect, it } from "vitest";
import * as library from "async-patterns";
import * as kit from "async-patterns/testing";
import manifest from "../package.json" with { type: "json" };
import * as librarySource from "../src/index.ts";
import * as kitSource from "../src/testing/index.ts";

/*
 * The library's facade is a hand-written list. What it exports is a promise to everyone who imports the package; what it
 * does not export is free to change.
 */
describe("The library", () => {
  it("exports these values, and no others", () => {
    expect(Object.keys(library).toSorted()).toEqual([
      "AsyncEvent",
      "AsyncExitStack",
      "AsyncLifoQueue",
      "AsyncPriorityQueue",
      "AsyncQueue",
      "Barrier",
      "BoundedSemaphore",
      "BrokenBarrierError",
      "CancelledError",
      "Condition",
      "Lock",
      "QueueEmptyError",
      "QueueFullError",
      "QueueShutDownError",
      "Semaphore",
      "Task",
      "TaskGroup",
      "TimeoutError",
      "abortable",
      "asCompleted",
      "asyncContextManager",
      "asyncWith",
      "buffer",
      "chunk",
      "createTask",
      "filter",
      "gather",
      "map",
      "mapConcurrent",
      "merge",
      "nextTurn",
      "sleep",
      "take",
      "timeout",
      "toArray",
      "toMap",
      "toSet",
      "wait",
      "zip",
    ]);
  });

  it.each([
    ["BrokenBarrierError", librarySource.BrokenBarrierError],
    ["CancelledError", librarySource.CancelledError],
    ["QueueEmptyError", librarySource.QueueEmptyError],
    ["QueueFullError", librarySource.QueueFullError],
    ["TimeoutError", librarySource.TimeoutError],
    ["QueueShutDownError", librarySource.QueueShutDownError],
  ])("names its error %s", (name, ErrorClass) => {
    const error = new ErrorClass("reason");
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toBe(`${name}: reason`);
    expect(Object.keys(error)).toEqual([]);
  });
});

/* The kit's facade is such a list, too. */
describe("The test kit", () => {
  it("exports these values, and no others", () => {
    expect(Object.keys(kit).toSorted()).toEqual([
      "DeadlockError",
      "DeterminismError",
      "LeakError",
      "LivelockError",
      "ScheduleError",
      "ScheduleFailure",
      "TimeLimitError",
      "choose",
      "everySchedule",
      "explore",
      "runVirtual",
      "settle",
      "transcriptOf",
    ]);
  });
});

/* Whoever installs the package is given what was built of it. In here, its name leads to the source. */
describe("The package", () => {
  it("is its own source in this project, and waits for no build", () => {
    expect(library.AsyncQueue).toBe(librarySource.AsyncQueue);
    expect(kit.runVirtual).toBe(kitSource.runVirtual);
  });

  it("says to other copies of itself the version that it is published under", () => {
    const slots = globalThis as { [key: symbol]: unknown };
    expect(slots[Symbol.for("async-patterns.host")]).toMatchObject({
      version: manifest.version,
    });
  });
});
