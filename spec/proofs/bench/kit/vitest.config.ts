import { defineConfig } from "vitest/config";

/** For the part of the benchmark that needs vitest's own clock. */
export default defineConfig({
  test: {
    include: ["spec/proofs/bench/kit/in-vitest.ts"],
    pool: "threads",
    testTimeout: 0,
  },
});
