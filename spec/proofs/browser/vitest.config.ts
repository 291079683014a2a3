import { defineConfig } from "vitest/config";

/** For `npm run test:browser`, which opens the book that the last `npm test` wrote in a real browser. */
export default defineConfig({
  // What a page has changed is run here too: with the source, as in `npm test`.
  oxc: { target: "node20" },
  ssr: {
    resolve: {
      conditions: ["source", "module", "node", "development|production"],
    },
  },
  test: {
    include: ["spec/proofs/browser/*.browser.ts"],
    // A browser that loads a page leaves a processor to the others.
    maxWorkers: "100%",
    testTimeout: 600_000,
    hookTimeout: 60_000,
    reporters: ["default", ["json", { outputFile: "reports/browser.json" }]],
  },
});
