import { defineConfig } from "vitest/config";

/** `npm run test:browser`: looks at the book that the last `npm test` wrote, with a real browser. */
export default defineConfig({
  test: {
    include: ["spec/proofs/browser/*.browser.ts"],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    reporters: ["default", ["json", { outputFile: "reports/browser.json" }]],
  },
});
