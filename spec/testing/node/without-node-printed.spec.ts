import { format, inspect } from "node:util";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type * as Words from "../../../src/testing/node/inspect.ts";
import { sleep } from "../../../src/patterns/sleep.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { plainConsole as consoleOf } from "../../../src/testing/node/plain-console.ts";
import { anew } from "../../anew.ts";
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
    plain = await anew(() => import("../../../src/testing/node/inspect.ts"));
    vi.restoreAllMocks();
  });

  it.each(
    [
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
    ].map((value) => [inspect(value), value]),
  )("%s is put into words as Node does", (shown, value) => {
    expect(plain.inspect(value)).toBe(shown);
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
    [["100%%"]],
    [["one", "two"]],
  ])("%o is formatted as Node does", (values: unknown[]) => {
    expect(plain.format(...values)).toBe(format(...values));
  });

  const deep = { a: { b: { c: { d: 1 } } } };
  const rows = [
    { id: 1, name: "a" },
    { id: 2, other: [1, 2] },
  ];

  it.each<[string, () => void]>([
    [
      "what is logged",
      () => {
        console.log("text", { a: 1 });
        console.error("error", 2);
        console.dirxml("text", deep);
      },
    ],
    [
      "groups",
      () => {
        console.group("group");
        console.warn("text");
        console.groupEnd();
      },
    ],
    [
      "an object, down to a depth",
      () => {
        console.dir(deep);
        console.dir(deep, { depth: 0 });
        console.dir("text");
      },
    ],
    [
      "what does not hold",
      () => {
        console.assert(true, "text");
        console.assert(false);
        console.assert(false, "%s is no %s", "one", "two", deep);
      },
    ],
    [
      "counts",
      () => {
        console.count();
        console.count("100%%");
        console.count();
        console.countReset();
        console.count();
      },
    ],
    ["a table of objects", () => console.table(rows)],
    ["a table of some columns", () => console.table(rows, ["id", "none"])],
    [
      "a table of lists and of what is neither",
      () => console.table([[1, 2], "text", [3], null, deep, sum]),
    ],
    [
      "a table of an object",
      () => console.table({ a: 1, b: { x: deep, y: { a: 1, b: 2, c: 3 } } }),
    ],
    ["a table of a map", () => console.table(new Map([["key", { value: 1 }]]))],
    ["a table of a set", () => console.table(new Set([1, "two"]))],
    ["a table of nothing", () => console.table([])],
    [
      "what is no table",
      () => {
        console.table("text");
        console.table(null);
      },
    ],
  ])("the console records %s as Node's does", async (_, main) => {
    const { output } = await copy.runVirtual(main);
    expect(output).toBe((await runVirtual(main)).output);
  });

  it("the console records what does not hold as Node does from version 22 on, also where it is no text", async () => {
    const main = (): void => console.assert(false, { a: 1 }, 2);
    const { output } = await copy.runVirtual(main);
    expect(output).toBe("Assertion failed { a: 1 } 2\n");
  });

  it.each([0.5, 999, 1_500, 61_500.25, 3_723_004])(
    "the console times %d ms as Node's does",
    async (ms) => {
      const main = async (wait: (ms: number) => Promise<void>) => {
        console.time("100%");
        console.time();
        await wait(ms);
        console.timeLog("100%", "so far", deep);
        console.timeEnd();
        console.timeEnd("100%");
      };
      const { output } = await copy.runVirtual(() => main(copy.sleep));
      expect(output).toBe((await runVirtual(() => main(sleep))).output);
    },
  );

  it("the console shows as much of an object as it is asked for", async () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    const { lines } = await copy.runVirtual(() => {
      console.dir(deep, { depth: null });
      console.dir(loop, { depth: Infinity });
    });
    expect(lines[0]?.text).toBe("{ a: { b: { c: { d: 1 } } } }");
    expect(lines[1]?.text).toMatch(/^(\{ self: ){11}\[Object\]/);
  });

  it("the console is silent about a label that nobody knows, or everybody", async () => {
    const { lines } = await copy.runVirtual(async () => {
      console.timeLog("none");
      console.timeEnd("none");
      console.countReset("none");
      console.time("known");
      await copy.sleep(5);
      console.time("known");
      console.timeEnd("known");
    });
    expect(lines).toEqual([{ at: 5, text: "known: 5ms" }]);
  });

  it("the console traces where it is called", async () => {
    const { lines } = await copy.runVirtual(() => {
      console.trace("at %d", 1);
      console.trace();
    });
    const texts = lines.map(({ text }) => text);
    expect(texts[0]).toBe("Trace: at 1");
    expect(texts).toContain("Trace");
    expect(texts.join("\n")).toContain("without-node-printed.spec.ts");
    expect(texts.join("\n")).not.toContain("Error");
  });

  it("a console of that kind indents its groups, each line of them", () => {
    const texts: string[] = [];
    const { group, groupEnd, log } = consoleOf((text) => texts.push(text));
    group?.("outer", 1);
    log?.("one\ntwo");
    group?.();
    log?.("three");
    groupEnd?.();
    groupEnd?.();
    groupEnd?.();
    log?.("four");
    expect(texts).toEqual(["outer 1", "  one\n  two", "    three", "four"]);
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
