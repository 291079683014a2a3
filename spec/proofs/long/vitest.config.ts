import { mergeConfig, defineConfig } from "vitest/config";
import whole from "../../../vitest.config.ts";

/**
 * For `npm run test:long`: the specs that try what nobody thought up, with many more tries than in `npm test`, and what takes
 * too long for that.
 */
export default mergeConfig(
  { ...whole, test: { ...whole.test, include: [], reporters: [] } },
  defineConfig({
    test: {
      include: [
        "spec/patterns/laws/*.spec.ts",
        "spec/proofs/long/*.long.ts",
        "spec/proofs/{enumeration,parity,parity-node}/*.spec.ts",
      ],
      env: { LONG: "true" },
      testTimeout: 600_000,
      reporters: ["default", ["json", { outputFile: "reports/long.json" }]],
    },
  }),
);
