import { defineConfig } from "vitest/config";
import project from "../../../vitest.config.ts";

/** The suite as npm test runs it. But its results go where --outputFile says, and no page is written. */
export default defineConfig({
  ...project,
  test: { ...project.test, reporters: ["json"] },
});
