import { makeBook } from "../../src/textbook/book.ts";
import type { RunFacts, TestFact } from "../../src/textbook/facts.ts";
import { files, runFacts, specFact, testFact } from "./fixtures.ts";

const CELL = "4-producer-consumer/11-worker-pool";
export const SPEC = `spec/chapter/${CELL}.spec.ts`;
export const SOURCE = `src/chapter/${CELL}.ts`;

/** A project of a cell and of a concept that the cell imports. */
export const project = files({
  [SOURCE]: 'import { sleep } from "../../patterns/sleep.ts";\nsleep(1);\n',
  [SPEC]:
    '/*\n * Six items, made by one and processed by two.\n */\ndescribe("A thing", () => {});\n',
  "src/patterns/sleep.ts": "export function sleep(ms) {}\n",
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
