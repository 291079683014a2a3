import { describe, expect, it, vi } from "vitest";
import { sleep } from "../../../src/patterns/sleep.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";

/*
 * What a program prints is the plainest account of what it did and when. A run records it line by line, as a terminal
 * would show it, each line with its virtual millisecond, and shows none of it.
 */
describe("What a virtual run prints", () => {
  const outputOf = async (main: () => unknown): Promise<string> =>
    (await runVirtual(main)).output;

  it("is recorded line by line, with the time of each call", async () => {
    const run = await runVirtual(async () => {
      console.log("one\ntwo");
      await sleep(5);
      console.log("three\n");
      await sleep(5);
      console.log();
    });
    expect(run.lines).toEqual([
      { at: 0, text: "one" },
      { at: 0, text: "two" },
      { at: 5, text: "three" },
      { at: 5, text: "" },
      { at: 10, text: "" },
    ]);
    expect(run.output).toBe("one\ntwo\nthree\n\n\n");
  });

  it.each<[string, unknown[], string]>([
    ["several values", ["a", 1, true, null], "a 1 true null"],
    ["an object", [{ a: [1, "two"] }], "{ a: [ 1, 'two' ] }"],
    ["placeholders", ["%s is %d, %j", "x", 42, {}], "x is 42, {}"],
    ["a percent sign on its own", ["100 % %s"], "100 % %s"],
    ["a number", [0.5], "0.5"],
    ["an empty string", [""], ""],
    ["a bigint and a symbol", [1n, Symbol("s")], "1n Symbol(s)"],
  ])("has %s in the words of console.log", async (_, values, text) => {
    expect(await outputOf(() => console.log(...values))).toBe(`${text}\n`);
  });

  it.each(["log", "info", "debug", "warn", "error"] as const)(
    "has what goes through console.%s",
    async (method) => {
      expect(await outputOf(() => console[method]("text", 1))).toBe("text 1\n");
    },
  );

  it("has none of Node's warnings, which go where they always go", async () => {
    const warnings = vi.spyOn(console, "error").mockImplementation(() => {});
    const output = await outputOf(() => {
      console.error(`(node:${process.pid}) Warning: old`); // as Node does
      console.error("(node) is no warning");
    });
    const shown = warnings.mock.calls.flat().join();
    warnings.mockRestore();
    expect(output).toBe("(node) is no warning\n");
    expect(shown).toContain(`(node:${process.pid}) Warning: old`);
  });

  it("has an error with its stack", async () => {
    const error = new Error("lost");
    expect(await outputOf(() => console.error(error))).toBe(`${error.stack}\n`);
  });

  it("has a table", async () => {
    const main = (): void => console.table([{ id: 1, name: "a" }]);
    expect(await outputOf(main)).toBe(terminal`
      ┌─────────┬────┬──────┐
      │ (index) │ id │ name │
      ├─────────┼────┼──────┤
      │ 0       │ 1  │ 'a'  │
      └─────────┴────┴──────┘
    `);
  });

  it("has what console.dir inspects, with its options", async () => {
    const deep = { a: { b: { c: { d: 1 } } } };
    const main = (): void => {
      console.dir(deep);
      console.dir(deep, { depth: 0 });
    };
    expect(await outputOf(main)).toBe(terminal`
      { a: { b: { c: [Object] } } }
      { a: [Object] }
    `);
  });

  it("is indented in groups, each line of it", async () => {
    const main = (): void => {
      console.group("outer");
      console.log("one\ntwo");
      console.groupCollapsed("inner", 1);
      console.log("three");
      console.groupEnd();
      console.group();
      console.log("four");
      console.groupEnd();
      console.groupEnd();
      console.groupEnd();
      console.log("five");
    };
    expect(await outputOf(main)).toBe(terminal`
      outer
        one
        two
        inner 1
          three
          four
      five
    `);
  });

  it("has what the rest of console says, which counts anew in each run", async () => {
    const main = async (): Promise<void> => {
      console.assert(performance.now() > 3_600_000, "no");
      console.count();
      console.count();
      console.time("wait");
      await sleep(250);
      console.timeEnd("wait");
    };
    for (let run = 1; run <= 2; run++) {
      expect(stamped(await runVirtual(main))).toBe(terminal`
           0 ms | Assertion failed: no
           0 ms | default: 1
           0 ms | default: 2
         250 ms | wait: 250ms
      `);
    }
  });

  it("begins without indentation, whatever groups the run before left open", async () => {
    await runVirtual(() => console.group());
    expect(await outputOf(() => console.log("text"))).toBe("text\n");
  });

  it("is printed where a program has kept a method of the console, or recorded by the next run", async () => {
    const real = vi.spyOn(console, "log").mockImplementation(() => {});
    const kept: Pick<Console, "log" | "dir">[] = [];
    const keep = (): void => void kept.push({ ...console });
    await runVirtual(keep);
    const run = await runVirtual(() => {
      keep();
      kept[0]?.log("in the next run");
      kept[0]?.dir(["too"]);
    });
    kept.forEach(({ log }, index) => log("after", index));
    const shown = real.mock.calls;
    real.mockRestore();
    expect(run.output).toBe("in the next run\n[ 'too' ]\n");
    expect(shown).toEqual([
      ["after", 0],
      ["after", 1],
    ]);
  });

  it("is not shown", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const write = vi.spyOn(process.stdout, "write");
    try {
      await runVirtual(() => console.log("recorded"));
      expect(log).not.toHaveBeenCalled();
      expect(write).not.toHaveBeenCalled();
      console.log("shown");
      expect(log).toHaveBeenCalledExactlyOnceWith("shown");
    } finally {
      vi.restoreAllMocks();
    }
  });
});
