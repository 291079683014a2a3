import type { SerializedError } from "vitest";
import type { Reporter, TestModule, Vitest } from "vitest/node";
import { collect } from "./collect.ts";
import { writeBook } from "./write.ts";

const FOLDER = "reports/textbook";

/** Writes the textbook at the end of a test run, also of one that was merged from blob reports. */
// Vitest loads a reporter by its path, and takes what it exports by default.
export default class Textbook implements Reporter {
  #vitest: Vitest | undefined;
  #coverage: unknown;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
    this.#coverage = undefined;
    vitest.onClose(() => this.#sayWhere());
  }

  #sayWhere(): void {
    if (this.#coverage !== undefined) {
      console.log("Coverage: reports/coverage/index.html");
    }
    console.log(`Textbook: ${FOLDER}/index.html`);
  }

  onCoverage(coverage: unknown): void {
    this.#coverage = coverage;
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
  ): void {
    const vitest = this.#vitest as Vitest;
    const { root } = vitest.config;
    const merged = vitest.state.blobs?.coverages ?? [];
    const coverages = [this.#coverage, ...merged].filter(Boolean);
    writeBook(collect(root, modules, errors, coverages), root, FOLDER);
  }
}
