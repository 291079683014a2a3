import { describe, expect, it } from "vitest";
import * as library from "../src/index.ts";

/*
 * The library's facade is a hand-written list. What it exports is a promise to everyone who imports the package; what it
 * does not export is free to change.
 */
describe("The library", () => {
  it("exports these values, and no others", () => {
    expect(Object.keys(library).toSorted()).toEqual([
      "AsyncLifoQueue",
      "AsyncPriorityQueue",
      "AsyncQueue",
      "CancelledError",
      "QueueEmptyError",
      "QueueFullError",
      "QueueShutDownError",
      "Task",
      "abortable",
      "asyncContextManager",
      "asyncWith",
      "createTask",
      "filter",
      "gather",
      "map",
      "nextTurn",
      "sleep",
      "take",
      "toArray",
      "toMap",
      "toSet",
    ]);
  });

  it.each([
    ["CancelledError", library.CancelledError],
    ["QueueEmptyError", library.QueueEmptyError],
    ["QueueFullError", library.QueueFullError],
    ["QueueShutDownError", library.QueueShutDownError],
  ])("names its error %s", (name, ErrorClass) => {
    const error = new ErrorClass("reason");
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toBe(`${name}: reason`);
    expect(Object.keys(error)).toEqual([]);
  });
});
