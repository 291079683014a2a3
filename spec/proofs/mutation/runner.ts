import { TestRunner } from "vitest";

/** Once a test has noticed the mutant, the files that are left are not even loaded. */
export default class Runner extends TestRunner {
  #isOver = false;

  override cancel(...args: Parameters<TestRunner["cancel"]>): void {
    this.#isOver = true;
    super.cancel(...args);
  }

  override importFile(
    ...args: Parameters<TestRunner["importFile"]>
  ): ReturnType<TestRunner["importFile"]> {
    return this.#isOver ? undefined : super.importFile(...args);
  }
}
