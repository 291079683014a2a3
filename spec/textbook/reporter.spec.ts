import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestCase, TestModule, Vitest } from "vitest/node";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import Textbook, { collect } from "../../src/textbook/reporter.ts";
import type { writeBook } from "../../src/textbook/write.ts";

const project = new URL("../..", import.meta.url).pathname;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "textbook-"));
  for (const name of ["src", "spec", "node_modules"]) {
    symlinkSync(join(project, name), join(root, name));
  }
});

afterEach(() => {
  rmSync(root, { recursive: true });
  vi.restoreAllMocks();
});

/**
 * A vitest that has run nothing.
 * @param blobs what it has of shards, where it merges some
 * @param more what it was told to run, and which specs there are
 */
function vitestWith(
  blobs?: { coverages: unknown[] },
  { specs = [], pattern }: { specs?: string[]; pattern?: RegExp } = {},
) {
  const closing: (() => void)[] = [];
  const all = specs.map((file) => ({ moduleId: join(root, file) }));
  const vitest = {
    config: { root, testNamePattern: pattern },
    state: { blobs },
    globTestSpecifications: () => Promise.resolve(all),
    onClose: (act: () => void) => closing.push(act),
  };
  return {
    vitest: vitest as unknown as Vitest,
    close: () => closing.forEach((act) => act()),
  };
}

function index(name = "index.html"): string {
  return readFileSync(join(root, "reports/textbook", name), "utf8");
}

function coverage(): object {
  return { [join(root, "src/index.ts")]: { statementMap: {}, s: {} } };
}

/*
 * The book is written by a vitest reporter, at the end of the run, from what vitest reports.
 */
describe("The reporter", () => {
  it("the reporter writes the pages and what they load, in place of what lay there", async () => {
    const folder = join(root, "reports/textbook");
    mkdirSync(join(folder, "stale"), { recursive: true });
    const reporter = new Textbook();
    reporter.onInit(vitestWith().vitest);
    await reporter.onTestRunEnd([], []);
    expect(
      readdirSync(folder).filter((name) => !name.endsWith(".html")),
    ).toEqual(["assets"]);
    expect(readdirSync(folder)).toHaveLength(39);
    expect(readdirSync(join(folder, "assets")).toSorted()).toEqual([
      "book.css",
      "book.js",
      "ibm-plex-mono-latin-400-normal.woff2",
      "minisearch.js",
      "play.css",
      "play.js",
      "search-index.js",
      "search.js",
      "source-serif-4-latin-400-italic.woff2",
      "source-serif-4-latin-400-normal.woff2",
      "source-serif-4-latin-600-normal.woff2",
      "theme.js",
    ]);
    expect(index()).not.toContain("../coverage");
    const whole = readFileSync(`${folder}.html`, "utf8");
    expect(whole).toContain('<article id="11-worker-pool">');
    expect(whole).toContain('url("data:font/woff2;base64,');
    expect(whole).not.toContain('.woff2"');
  });

  it("a spec that is gone by then still has its page", async () => {
    const gone = {
      moduleId: join(root, "spec/testing/gone.spec.ts"),
      children: { allTests: () => [] },
      errors: () => [],
    };
    const reporter = new Textbook();
    reporter.onInit(vitestWith().vitest);
    await reporter.onTestRunEnd([gone as never], []);
    expect(index("workshop.html")).toContain("kit-gone.html");
  });

  const covered = new Map([["src/index.ts", new Map()]]);

  it("the book has the coverage of the run", async () => {
    const write = vi.fn<typeof writeBook>();
    const reporter = new Textbook({}, write);
    reporter.onInit(vitestWith().vitest);
    reporter.onCoverage(coverage());
    await reporter.onTestRunEnd([], []);
    const facts = { specs: [], errors: [], coverage: covered };
    expect(write.mock.calls).toEqual([[facts, root, "reports/textbook"]]);
  });

  it("the book has the coverage of merged shards", async () => {
    const write = vi.fn<typeof writeBook>();
    const reporter = new Textbook({}, write);
    reporter.onInit(vitestWith({ coverages: [coverage(), undefined] }).vitest);
    await reporter.onTestRunEnd([], []);
    expect(write.mock.lastCall?.[0].coverage).toEqual(covered);
  });

  it.each([
    ["some specs", { specs: ["spec/a.spec.ts", "spec/b.spec.ts"] }],
    ["some tests", { specs: ["spec/a.spec.ts"], pattern: /waits/ }],
  ])(
    "a run of %s writes a book of its own, beside the whole one",
    async (_kind, told) => {
      const log = vi.spyOn(console, "log").mockImplementation(() => {});
      const { vitest, close } = vitestWith(undefined, told);
      const write = vi.fn<typeof writeBook>();
      const reporter = new Textbook({}, write);
      reporter.onInit(vitest);
      await reporter.onTestRunEnd([moduleOf("a.spec.ts", [], [], root)], []);
      close();
      expect(write.mock.lastCall?.slice(1)).toEqual([
        root,
        "reports/textbook-part",
      ]);
      expect(log).toHaveBeenCalledExactlyOnceWith(
        "Textbook: reports/textbook-part/index.html",
      );
    },
  );

  it("the reporter says where the coverage report is, if there is one", () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const { vitest, close } = vitestWith();
    const textbook = new Textbook();
    textbook.onInit(vitest);
    textbook.onCoverage({});
    close();
    expect(log.mock.calls).toEqual([
      ["Coverage: reports/coverage/index.html"],
      ["Textbook: reports/textbook/index.html"],
    ]);
  });

  it("the reporter says last of all where the book is", () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const { vitest, close } = vitestWith();
    new Textbook().onInit(vitest);
    expect(log).not.toHaveBeenCalled();
    close();
    expect(log).toHaveBeenCalledExactlyOnceWith(
      "Textbook: reports/textbook/index.html",
    );
  });
});

const ROOT = "/home/me/project";

/** A module as vitest reports it, as far as the book looks at it. */
function moduleOf(
  name: string,
  tests: readonly object[],
  errors: object[] = [],
  root = ROOT,
): TestModule {
  const module = {
    type: "module",
    moduleId: `${root}/spec/${name}`,
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
  it("a test keeps its title, its describes, its state and its place", () => {
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
            shown: undefined,
          },
        ],
      },
    ]);
  });

  it("a title says 0 where vitest says +0", () => {
    const test = caseOf({ name: "ends at [ 1, +0 ] with { a: +0 }, not 1+0" });
    const { specs } = collect(ROOT, [moduleOf("a.spec.ts", [test])], [], []);
    expect(specs[0]?.tests[0]?.title).toBe(
      "ends at [ 1, 0 ] with { a: 0 }, not 1+0",
    );
  });

  it("a test keeps what it left behind", () => {
    const run = { lines: [], timeline: [] };
    const luck = {
      schedules: 1,
      departures: 0,
      complete: true,
      outcomes: [],
      byClock: [],
    };
    const shown = "DeadlockError";
    const test = caseOf({ meta: () => ({ run, luck, shown }) });
    const { specs } = collect(ROOT, [moduleOf("a.spec.ts", [test])], [], []);
    expect(specs[0]?.tests[0]).toMatchObject({ run, luck, shown });
  });

  it.each([
    ["that is to be written", "todo", { options: { mode: "todo" } }],
    ["that did not run", "skipped", { result: () => ({ state: "pending" }) }],
    ["that fails", "failed", { result: () => ({ state: "failed" }) }],
  ])("a test %s is %s", (_, state, more) => {
    const { specs } = collect(
      ROOT,
      [moduleOf("a.spec.ts", [caseOf(more)])],
      [],
      [],
    );
    expect(specs[0]?.tests[0]?.state).toBe(state);
  });

  it("a test whose place vitest does not know stands at line 0", () => {
    const test = caseOf({ location: undefined });
    const { specs } = collect(ROOT, [moduleOf("a.spec.ts", [test])], [], []);
    expect(specs[0]?.tests[0]).toMatchObject({ line: 0 });
  });

  it("the files are in order, whichever was done first", () => {
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

  it("an error is text, without colours and absolute paths", () => {
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

  it("the coverage of several shards is added up, alive or from a blob", () => {
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

  it("a run that measured no coverage has none", () => {
    expect(collect(ROOT, [], [], []).coverage).toBe(undefined);
  });
});
