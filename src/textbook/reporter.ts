import { relative, sep } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { SerializedError } from "vitest";
import type { Reporter, TestCase, TestModule, Vitest } from "vitest/node";
import type {
  LineHits,
  Recorded,
  RunFacts,
  SpecFact,
  TestFact,
  TestState,
} from "./facts.ts";
import { writeBook } from "./write.ts";

/*
 * All that the book knows of vitest stands here: a test leaves behind what it recorded as its meta, and blobs bring the
 * shards of a run together.
 */

declare module "vitest" {
  // oxlint-disable-next-line typescript/no-empty-object-type -- vitest's interface is extended, not replaced
  interface TaskMeta extends Recorded {}
}

const FOLDER = "reports/textbook";
/** For a run of some specs only: it must not take the place of the whole book. */
const PART_FOLDER = "reports/textbook-part";

/** Writes the textbook at the end of a test run, also of one that was merged from blob reports. */
// Vitest loads a reporter by its path, and takes what it exports by default.
export default class Textbook implements Reporter {
  #vitest: Vitest | undefined;
  #coverage: unknown;
  #folder = FOLDER;
  readonly #write: typeof writeBook;

  /**
   * @param _options what the configuration says; there is nothing to say
   * @param write what writes the book
   */
  constructor(_options?: unknown, write = writeBook) {
    this.#write = write;
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
    this.#coverage = undefined;
    vitest.onClose(() => this.#sayWhere());
  }

  #sayWhere(): void {
    if (this.#coverage !== undefined) {
      console.log("Coverage: reports/coverage/index.html");
    }
    console.log(`Textbook: ${this.#folder}/index.html`);
  }

  onCoverage(coverage: unknown): void {
    this.#coverage = coverage;
  }

  async onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
  ): Promise<void> {
    const vitest = this.#vitest as Vitest;
    const { root } = vitest.config;
    this.#folder = (await isWhole(vitest, modules)) ? FOLDER : PART_FOLDER;
    const merged = vitest.state.blobs?.coverages ?? [];
    const coverages = [this.#coverage, ...merged].filter(Boolean);
    const facts = collect(root, modules, errors, coverages);
    await this.#write(facts, root, this.#folder);
  }
}

/** Whether a run left out no spec, and no test by its name. */
async function isWhole(
  vitest: Vitest,
  modules: readonly TestModule[],
): Promise<boolean> {
  const ran = new Set(modules.map(({ moduleId }) => moduleId));
  const all = await vitest.globTestSpecifications();
  return (
    vitest.config.testNamePattern === undefined &&
    all.every(({ moduleId }) => ran.has(moduleId))
  );
}

/** A coverage map of istanbul, as plain data. */
type CoverageData = Record<
  string,
  {
    readonly statementMap: Record<string, { start: { line: number } }>;
    readonly s: Record<string, number>;
  }
>;

/**
 * Makes plain facts of what vitest reports.
 *
 * @param root the project's folder; all paths become relative to it
 * @param coverages the coverage maps of the run, or of each shard of it
 */
export function collect(
  root: string,
  modules: readonly TestModule[],
  errors: readonly SerializedError[],
  coverages: readonly unknown[],
): RunFacts {
  const specs = modules
    .map((module) => specOf(root, module))
    .toSorted((a, b) => (a.file < b.file ? -1 : 1));
  return {
    specs,
    errors: errors.map((error) => textOf(root, error)),
    coverage: coverages.length > 0 ? linesOf(root, coverages) : undefined,
  };
}

function specOf(root: string, module: TestModule): SpecFact {
  return {
    file: fromRoot(root, module.moduleId),
    tests: [...module.children.allTests()].map((test) => testOf(root, test)),
    errors: module.errors().map((error) => textOf(root, error)),
  };
}

function testOf(root: string, test: TestCase): TestFact {
  const { run, luck, shown } = test.meta();
  const groups: string[] = [];
  for (
    let parent = test.parent;
    parent.type === "suite";
    parent = parent.parent
  ) {
    groups.unshift(parent.name);
  }
  const { errors = [] } = test.result();
  return {
    // Vitest writes a 0 as +0 where it puts values into titles.
    title: test.name.replaceAll(/(?<!\S)\+0\b/g, "0"),
    groups,
    state: stateOf(test),
    errors: errors.map((error) => textOf(root, error)),
    line: test.location?.line ?? 0,
    run,
    luck,
    shown,
  };
}

function stateOf(test: TestCase): TestState {
  if (test.options.mode === "todo") {
    return "todo";
  }
  const { state } = test.result();
  return state === "pending" ? "skipped" : state;
}

function textOf(root: string, error: SerializedError): string {
  const { message, diff } = error as { message: string; diff?: string };
  const text = diff === undefined ? message : `${message}\n\n${diff}`;
  return stripVTControlCharacters(text).replaceAll(`${root}/`, "");
}

/** Adds up the coverage of all shards. */
function linesOf(
  root: string,
  coverages: readonly unknown[],
): Map<string, LineHits> {
  const files = new Map<string, Map<number, number>>();
  for (const coverage of coverages) {
    for (const [path, file] of Object.entries(dataOf(coverage))) {
      const name = fromRoot(root, path);
      const lines = files.get(name) ?? new Map<number, number>();
      files.set(name, lines);
      for (const [id, { start }] of Object.entries(file.statementMap)) {
        lines.set(
          start.line,
          (lines.get(start.line) ?? 0) + Number(file.s[id]),
        );
      }
    }
  }
  return files;
}

function dataOf(coverage: unknown): CoverageData {
  const map = coverage as CoverageData | { toJSON(): CoverageData };
  return typeof map.toJSON === "function"
    ? map.toJSON()
    : (map as CoverageData);
}

function fromRoot(root: string, path: string): string {
  return relative(root, path).replaceAll(sep, "/");
}
