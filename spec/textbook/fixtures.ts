import { runVirtual } from "../../src/testing/index.ts";
import { makeBook } from "../../src/textbook/book.ts";
import type {
  RecordedRun,
  RunFacts,
  SpecFact,
  TestFact,
} from "../../src/textbook/facts.ts";
import {
  topicsOf,
  type ReadText,
  type Topic,
} from "../../src/textbook/topics.ts";

/** A test that passed, unless `more` says otherwise. */
export function testFact(more: Partial<TestFact> = {}): TestFact {
  return {
    title: "holds",
    groups: ["A thing"],
    state: "passed",
    errors: [],
    line: 0,
    ...more,
  };
}

export function specFact(
  file: string,
  tests: readonly TestFact[] = [testFact()],
  errors: readonly string[] = [],
): SpecFact {
  return { file, tests, errors };
}

export function runFacts(
  specs: readonly SpecFact[],
  more: Partial<RunFacts> = {},
): RunFacts {
  return { specs, errors: [], coverage: undefined, ...more };
}

/** A project with these files and no others. */
export function files(texts: Readonly<Record<string, string>>): ReadText {
  return (path) => texts[path];
}

/** The topic that a page is about. */
export function topicAt(
  href: string,
  facts: RunFacts,
  readText: ReadText = files({}),
): Topic {
  const topic = topicsOf(facts, readText).find((topic) => topic.href === href);
  if (topic === undefined) {
    throw new Error(`Cannot find the topic of ${href}`);
  }
  return topic;
}

/** Runs a program and keeps what the book needs of the run. */
export async function recorded(main: () => unknown): Promise<RecordedRun> {
  const { lines, timeline, places } = await runVirtual(main, {
    timeline: true,
  });
  return { lines, timeline, places };
}

const CELL = "4-producer-consumer/11-worker-pool";
export const SPEC = `spec/chapter/${CELL}.spec.ts`;
export const SOURCE = `src/chapter/${CELL}.ts`;

/** A project of two modules: a cell, and a concept that the cell imports. */
export const project = files({
  [SOURCE]: 'import { sleep } from "../../patterns/sleep.ts";\nsleep(1);\n',
  [SPEC]:
    '/*\n * Six items, made by one and processed by two.\n */\ndescribe("A thing", () => {});\n',
  "src/patterns/sleep.ts":
    "export function sleep(ms) { throw `Cannot sleep: it must be a number, received ${ms}` }\nclass Sleeper { wake() {} #own() {} [Symbol.iterator]() {} }\n",
});

const library = specFact("spec/patterns/sleep/sleep.spec.ts", [
  testFact(),
  testFact({ title: "holds deeper", groups: ["A thing", "within"] }),
]);

/** The book of a run in which cell 11 had these tests. */
export function bookOf(
  tests: readonly TestFact[],
  more: Partial<RunFacts> = {},
): Map<string, string> {
  return makeBook(runFacts([specFact(SPEC, tests), library], more), project);
}

/** What a reader reads on a page. */
export function read(book: Map<string, string>, name: string): string {
  return (book.get(name) ?? "")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ");
}
