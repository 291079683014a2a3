import { defineConfig } from "vitest/config";

export default defineConfig({
  oxc: { target: "node20" },
  test: {
    include: ["spec/**/*.spec.ts"],
    pool: "threads",
  },
});
