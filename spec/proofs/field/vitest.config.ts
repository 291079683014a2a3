import { defineConfig } from "vitest/config";
import project from "../../../vitest.config.ts";

/** For `npm run test:field`: the specs of src/field, which need engines that `npm ci` does not install. */
export default defineConfig({
  ...project,
  test: {
    include: ["spec/field/**/*.field.ts"],
    // An engine each, and processes: one file at a time.
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ["default", ["json", { outputFile: "reports/field.json" }]],
  },
});
