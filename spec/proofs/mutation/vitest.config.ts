import { relative } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import project from "../../../vitest.config.ts";

const LOADS = "spec/proofs/mutation/loads.ts";

/** The spec that noticed the last mutant may notice this one too, so it comes first; then come the quickest. */
class QuickestFirst extends BaseSequencer {
  override async sort(
    files: TestSpecification[],
  ): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => this.#costOf(a) - this.#costOf(b));
  }

  #costOf({ project, moduleId }: TestSpecification): number {
    if (moduleId.endsWith(LOADS)) {
      return -2; // else the work of loading a module would count as that of the test that first imports it
    }
    const { config, cache } = this.ctx;
    const name = `${project.name}:${relative(config.root, moduleId)}`;
    const { failed = false, duration = 0 } =
      cache.getFileTestResults(name) ?? {};
    return failed ? -1 : duration;
  }
}

const folders = (process.env.SPECS ?? "spec").split(",");

/** The specs that judge the mutants of a folder; `npm run mutation` names them. */
export default defineConfig({
  ...project,
  test: {
    include: [...folders.map((folder) => `${folder}/**/*.spec.ts`), LOADS],
    sequence: { sequencer: QuickestFirst },
    runner: "spec/proofs/mutation/runner.ts",
    // Many files run against one mutant. They share a thread, which ends with the mutant.
    isolate: false,
  },
});
