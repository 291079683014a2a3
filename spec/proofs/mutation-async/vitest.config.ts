import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import project from "../../../vitest.config.ts";
import { applied } from "./mutant.ts";
import { mutants } from "./mutants.ts";

const mutant = mutants.find(({ name }) => name === process.env["MUTANT"]);
const mutated = resolve(`src/${mutant?.file}`);

/** The suite as npm test runs it, until the first failure. One file of the source is changed while it is loaded. */
export default defineConfig({
  ...project,
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
    ...project.test,
    bail: 1,
    cache: false,
    // For what hangs: a test that is slow on a busy machine has caught nothing.
    testTimeout: 60_000,
    maxWorkers: 1,
    reporters: ["json"],
  },
});
