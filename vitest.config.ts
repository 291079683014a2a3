import { defineConfig } from "vitest/config";

export default defineConfig({
  // `await using` is compiled down, since Node 20 does not know it.
  oxc: { target: "node20" },
  // "async-patterns" is the source here, not what was last built of it. Behind that, Vite's own for what runs in Node:
  // https://vite.dev/config/ssr-options#ssr-resolve-conditions
  ssr: {
    resolve: {
      conditions: ["source", "module", "node", "development|production"],
    },
  },
  test: {
    include: ["spec/**/*.spec.ts"],
    pool: "threads",
    // The specs leave nothing behind, so they may share their workers; a fresh one for each costs more than its tests.
    isolate: false,
    maxWorkers: "100%",
    // For what hangs, not for what is slow: a busy machine must not make a rule fail.
    testTimeout: 60_000,
    // The textbook shows each rule with its code.
    includeTaskLocation: true,
    reporters: [
      "default",
      ["json", { outputFile: "reports/results.json" }],
      "./src/textbook/reporter.ts",
    ],
    coverage: {
      provider: "custom",
      customProviderModule: "./spec/coverage.ts",
      include: ["src/**/*.{ts,tsx}"],
      // What lies there runs in the browser, where npm run test:browser looks after it, or on engines that npm ci does
      // not install, where npm run test:field does.
      exclude: ["src/textbook/client/**", "src/field/**"],
      // A page that shows a failing test shows what the run executed, too.
      reportOnFailure: true,
      reporter: ["html", "text-summary"],
      reportsDirectory: "reports/coverage",
      thresholds: {
        lines: 100,
        branches: 100,
        functions: 100,
        statements: 100,
      },
    },
  },
});
