import { defineConfig } from "vitest/config";
import { EMPTY_RUN } from "./empty-run.ts";

/** Vitest's own settings, for specs in which there is nothing: a worker of its own for each file. */
export default defineConfig({
  root: new URL("../../../..", import.meta.url).pathname,
  test: {
    include: [`${EMPTY_RUN}/*.empty.ts`],
    reporters: ["dot"],
  },
});
