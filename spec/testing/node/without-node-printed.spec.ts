import { format, inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type * as Words from "../../../src/testing/node/inspect.ts";
import { terminal } from "../../support.ts";
import { freshCopy, type Copy } from "../fresh-copy.ts";

class Point {
  x = 1;
}

/*
 * What a program prints is recorded in a browser as well. There is no `util.inspect` there, so the kit puts values into
 * words itself: plain data as Node does, on one line, and anything else in short.
 */
describe("What is printed without Node", () => {
  let copy: Copy;
  let plain: typeof Words;

  beforeAll(async () => {
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    copy = await freshCopy();
    plain = await import("../../../src/testing/node/inspect.ts");
    vi.restoreAllMocks();
  });

  afterAll(() => {
    vi.resetModules();
  });

  it.each([
    "text",
    "it's",
    'say "hi"',
    "two\nlines",
    0,
    -1.5,
    -0,
    10n,
    true,
    null,
    undefined,
    Symbol("s"),
    [],
    [1, "two", [3, [4, [5]]]],
    {},
    { a: 1, b: { c: { d: { e: 1 } } } },
    new Map([["key", { value: 1 }]]),
    new Set([1, "two"]),
    new Set(),
    new Point(),
    sum,
    () => {},
    Point,
    class extends Point {},
    new Date(0),
    new Date(Number.NaN),
    /a+/g,
  ])("%o is put into words as Node does", (value) => {
    expect(plain.inspect(value)).toBe(inspect(value));
  });

  it("what holds itself has an end", () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    expect(plain.inspect(loop)).toBe("{ self: { self: { self: [Object] } } }");
  });

  it("an object without a class is shown as a plain one", () => {
    const bare = Object.assign(Object.create(null) as object, { a: 1 });
    expect(plain.inspect(bare)).toBe("{ a: 1 }");
  });

  it("an error is shown with its stack, or by what it says where it has none", () => {
    const error = new Error("lost");
    expect(plain.inspect(error)).toBe(error.stack);
    delete error.stack;
    expect(plain.inspect(error)).toBe("Error: lost");
  });

  it.each([
    [["a", 1, { b: "c" }]],
    [[1, "a", "b"]],
    [["%s is %d, %i, %f, %j", "x", "4.5", "4.5", "4.5", { a: [1] }]],
    [["%O", { a: [1] }]],
    [["%o", 1]],
    [["100%% of %s", "it"]],
    [["%s and %s", "one"]],
    [["%cstyled", "color: red"]],
    [["%s", { a: { b: 1 } }]],
    [["%s", 1n]],
    [["one", "two"]],
  ])("%o is formatted as Node does", (values: unknown[]) => {
    expect(plain.format(...values)).toBe(format(...values));
  });

  it("the console records what is logged, errors and objects", async () => {
    const { output } = await copy.runVirtual(() => {
      console.log("text", { a: 1 });
      console.group("group");
      console.error("error", 2);
      console.groupEnd();
      console.dir({ a: { b: 1 } });
    });
    expect(output).toBe(terminal`
      text { a: 1 }
      group
        error 2
      { a: { b: 1 } }
    `);
  });

  it("a timeline shows items in these words", async () => {
    const { timeline } = await copy.runVirtual(
      () => new copy.AsyncQueue().putNowait({ list: [[1], [2]] }),
      { timeline: true },
    );
    expect(timeline.map((event) => "value" in event && event.value)).toEqual([
      "{ list: [ [Array], [Array] ] }",
    ]);
  });

  function sum(a: number, b: number): number {
    return a + b;
  }
});
