import { defineConfig } from "vitest/config";

/** For `npm run test:browser`, which opens the book that the last `npm test` wrote in a real browser. */
export default defineConfig({
  test: {
    include: ["spec/proofs/browser/*.browser.ts"],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    reporters: ["default", ["json", { outputFile: "reports/browser.json" }]],
  },
});
