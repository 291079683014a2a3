import type { TestCase, TestModule } from "vitest/node";
import { describe, expect, it } from "vitest";
import { collect } from "../../src/textbook/collect.ts";

const ROOT = "/home/me/project";

/** A module as vitest reports it, as far as the book looks at it. */
function moduleOf(
  name: string,
  tests: readonly object[],
  errors: object[] = [],
): TestModule {
  const module = {
    type: "module",
    moduleId: `${ROOT}/spec/${name}`,
    children: { allTests: () => tests },
    errors: () => errors,
  };
  return module as unknown as TestModule;
}

function caseOf(more: object = {}): Partial<TestCase> {
  const outer = { type: "suite", name: "Outer", parent: { type: "module" } };
  const inner = { type: "suite", name: "inner", parent: outer };
  const test = {
    name: "holds",
    parent: inner,
    options: {},
    location: { line: 4 },
    meta: () => ({}),
    result: () => ({ state: "passed" }),
    ...more,
  };
  return test as unknown as TestCase;
}

/*
 * What vitest reports becomes plain facts, without dates, durations and absolute paths, so that the same commit gives the
 * same book wherever it is made.
 */
describe("Collecting a run", () => {
  it("keeps each test's title, describes, state and place", () => {
    const { specs } = collect(
      ROOT,
      [moduleOf("a.spec.ts", [caseOf()])],
      [],
      [],
    );
    expect(specs).toEqual([
      {
        file: "spec/a.spec.ts",
        errors: [],
        tests: [
          {
            title: "holds",
            groups: ["Outer", "inner"],
            state: "passed",
            errors: [],
            line: 4,
            run: undefined,
            luck: undefined,
          },
        ],
      },
    ]);
  });

  it("keeps what a test left behind", () => {
    const run = { lines: [], timeline: [] };
    const luck = { schedules: 1, departures: 0, complete: true, outcomes: [] };
    const test = caseOf({ meta: () => ({ run, luck }) });
    const { specs } = collect(ROOT, [moduleOf("a.spec.ts", [test])], [], []);
    expect(specs[0]?.tests[0]).toMatchObject({ run, luck });
  });

  it.each([
    [{ options: { mode: "todo" } }, "todo"],
    [{ result: () => ({ state: "pending" }) }, "skipped"],
    [{ result: () => ({ state: "failed" }) }, "failed"],
  ])("knows how a test ended: %o is %s", (more, state) => {
    const { specs } = collect(
      ROOT,
      [moduleOf("a.spec.ts", [caseOf(more)])],
      [],
      [],
    );
    expect(specs[0]?.tests[0]?.state).toBe(state);
  });

  it("does without a place where vitest knows none", () => {
    const test = caseOf({ location: undefined });
    const { specs } = collect(ROOT, [moduleOf("a.spec.ts", [test])], [], []);
    expect(specs[0]?.tests[0]).toMatchObject({ line: 0 });
  });

  it("puts the files in order, whichever was done first", () => {
    const modules = ["b.spec.ts", "a.spec.ts", "c.spec.ts"].map((name) =>
      moduleOf(name, []),
    );
    const { specs } = collect(ROOT, modules, [], []);
    expect(specs.map(({ file }) => file)).toEqual([
      "spec/a.spec.ts",
      "spec/b.spec.ts",
      "spec/c.spec.ts",
    ]);
  });

  it("keeps errors as text, without colours and absolute paths", () => {
    const message = `\u001B[31mlost\u001B[39m in ${ROOT}/src/a.ts`;
    const failed = caseOf({
      result: () => ({
        state: "failed",
        errors: [{ message, diff: "- 1\n+ 2" }],
      }),
    });
    const module = moduleOf("a.spec.ts", [failed], [{ message: "broken" }]);
    const facts = collect(ROOT, [module], [{ message: "unhandled" }], []);
    expect(facts.specs[0]?.tests[0]?.errors).toEqual([
      "lost in src/a.ts\n\n- 1\n+ 2",
    ]);
    expect(facts.specs[0]?.errors).toEqual(["broken"]);
    expect(facts.errors).toEqual(["unhandled"]);
  });

  it("adds up the coverage of several shards, alive or from a blob", () => {
    const coverage = (hits: number) => ({
      [`${ROOT}/src/a.ts`]: {
        statementMap: { 0: { start: { line: 2 } }, 1: { start: { line: 3 } } },
        s: { 0: hits, 1: 0 },
      },
    });
    const shards = [coverage(1), { toJSON: () => coverage(2) }];
    expect(collect(ROOT, [], [], shards).coverage).toEqual(
      new Map([
        [
          "src/a.ts",
          new Map([
            [2, 3],
            [3, 0],
          ]),
        ],
      ]),
    );
  });

  it("knows no coverage where none was measured", () => {
    expect(collect(ROOT, [], [], []).coverage).toBe(undefined);
  });
});
