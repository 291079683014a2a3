import { relative } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What noticed the last mutant may notice this one, too; and otherwise, who answers soonest is asked first. */
class QuickestFirst extends BaseSequencer {
  override async sort(
    files: TestSpecification[],
  ): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => this.#costOf(a) - this.#costOf(b));
  }

  #costOf({ project, moduleId }: TestSpecification): number {
    const { config, cache } = this.ctx;
    const name = `${project.name}:${relative(config.root, moduleId)}`;
    const { failed = false, duration = 0 } =
      cache.getFileTestResults(name) ?? {};
    return failed ? -1 : duration;
  }
}

/** The specs that judge the mutants of a folder: `npm run mutation` names theirs. */
export default defineConfig({
  // As in the project's own configuration.
  oxc: { target: "node20" },
  test: {
    include: [
      `${process.env.SPECS ?? "spec"}/**/*.spec.ts`,
      "spec/mutation/loads.ts",
    ],
    sequence: { sequencer: QuickestFirst },
    runner: "spec/mutation/runner.ts",
    // A mutant is run by many files: they share one thread, which ends with it.
    isolate: false,
  },
});
