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
import type { Vitest } from "vitest/node";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import Textbook from "../../src/textbook/reporter.ts";

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

/** A vitest that has run nothing, with the coverage of merged shards if there are any. */
function vitestWith(blobs?: { coverages: unknown[] }) {
  const closing: (() => void)[] = [];
  const vitest = {
    config: { root },
    state: { blobs },
    onClose: (act: () => void) => closing.push(act),
  };
  return {
    vitest: vitest as unknown as Vitest,
    close: () => closing.forEach((act) => act()),
  };
}

function index(): string {
  return readFileSync(join(root, "reports/textbook/index.html"), "utf8");
}

function coverage(): object {
  return { [join(root, "src/index.ts")]: { statementMap: {}, s: {} } };
}

/*
 * The book is written by a vitest reporter, at the end of the run, from what vitest reports.
 */
describe("The reporter", () => {
  it("writes the pages and what they load, in place of what lay there", () => {
    const folder = join(root, "reports/textbook");
    mkdirSync(join(folder, "stale"), { recursive: true });
    const reporter = new Textbook();
    reporter.onInit(vitestWith().vitest);
    reporter.onTestRunEnd([], []);
    expect(
      readdirSync(folder).filter((name) => !name.endsWith(".html")),
    ).toEqual(["assets"]);
    expect(readdirSync(folder)).toHaveLength(20);
    expect(readdirSync(join(folder, "assets")).toSorted()).toEqual([
      "book.css",
      "book.js",
      "ibm-plex-mono-latin-400-normal.woff2",
      "minisearch.js",
      "search-index.js",
      "source-serif-4-latin-400-italic.woff2",
      "source-serif-4-latin-400-normal.woff2",
      "source-serif-4-latin-600-normal.woff2",
      "theme.js",
    ]);
    expect(index()).not.toContain("../coverage");
  });

  it("does without files that are gone by then", () => {
    const gone = {
      moduleId: join(root, "spec/testing/gone.spec.ts"),
      children: { allTests: () => [] },
      errors: () => [],
    };
    const reporter = new Textbook();
    reporter.onInit(vitestWith().vitest);
    reporter.onTestRunEnd([gone as never], []);
    expect(index()).toContain("kit-gone.html");
  });

  it("takes the coverage of the run", () => {
    const reporter = new Textbook();
    reporter.onInit(vitestWith().vitest);
    reporter.onCoverage(coverage());
    reporter.onTestRunEnd([], []);
    expect(index()).toContain("../coverage");
  });

  it("takes the coverage of merged shards", () => {
    const reporter = new Textbook();
    reporter.onInit(vitestWith({ coverages: [coverage(), undefined] }).vitest);
    reporter.onTestRunEnd([], []);
    expect(index()).toContain("../coverage");
  });

  it("says where the coverage report is, where there is one", () => {
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

  it("says last of all where the book is", () => {
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
