import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import base from "../../../vitest.config.ts";
import { applied } from "./mutant.ts";
import { mutants } from "./mutants.ts";

const mutant = mutants.find(({ name }) => name === process.env["MUTANT"]);
const mutated = fileURLToPath(
  new URL(`../../../src/${mutant?.file}`, import.meta.url),
);

/** The suite as npm test runs it, until the first failure; one file of the source is another one, as it is loaded. */
export default defineConfig({
  ...base,
  plugins: [
    {
      name: "mutant",
      enforce: "pre",
      transform: (code, id) =>
        mutant !== undefined && id === mutated
          ? applied(mutant, code)
          : undefined,
    },
  ],
  test: {
    ...base.test,
    bail: 1,
    cache: false,
    // Who is slow on a busy machine has not caught anything.
    testTimeout: 15_000,
    maxWorkers: 1,
    reporters: ["json"],
  },
});
