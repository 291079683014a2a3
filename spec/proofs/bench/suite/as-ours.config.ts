import { defineConfig } from "vitest/config";
import project from "../../../../vitest.config.ts";
import { EMPTY_RUN } from "./empty-run.ts";

/** The project's own way to run its specs, for specs in which there is nothing. */
export default defineConfig({
  ...project,
  root: new URL("../../../..", import.meta.url).pathname,
  test: {
    ...project.test,
    include: [`${EMPTY_RUN}/*.empty.ts`],
    reporters: ["dot"],
    coverage: { enabled: false },
  },
});
