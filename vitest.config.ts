import { defineConfig } from "vitest/config";
import type { Reporter } from "vitest/node";

const sayWhereTheReportIs: Reporter = {
  onCoverage() {
    console.log("\nCoverage report: reports/coverage/index.html");
  },
};

export default defineConfig({
  // `await using` is compiled down, since Node 20 does not know it.
  oxc: { target: "node20" },
  test: {
    include: ["spec/**/*.spec.ts"],
    pool: "threads",
    reporters: [
      "default",
      sayWhereTheReportIs,
      ["json", { outputFile: "reports/results.json" }],
    ],
    coverage: {
      provider: "v8",
      include: ["src/**"],
      reporter: ["html", "text-summary"],
      reportsDirectory: "reports/coverage",
      thresholds: { lines: 100, branches: 100, functions: 100, statements: 100 },
    },
  },
});
