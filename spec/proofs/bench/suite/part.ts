import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { VITEST } from "../../vitest.ts";
import type { Contest, Contestant } from "../contest.ts";
import { EMPTY_RUN, writeEmptySpecs } from "./empty-run.ts";

/**
 * The contest of `npm test` with runs of as many spec files that hold one empty test each. One of these runs has
 * vitest's own settings, so each file gets a worker; the other has the project's settings, so files share their
 * workers.
 */
export function suiteContest(): Contest {
  const count = countSpecs();
  return {
    part: "suite",
    title: `${count} spec files`,
    unit: "runs/min",
    each: 60_000,
    least: 1,
    targetMs: 0,
    rounds: 2,
    contestants: [
      vitestRun("npm test, with coverage", ["--coverage"]),
      emptyRun("empty run, as vitest comes", "vitest.config.js", count),
      emptyRun("empty run, with our settings", "../../vitest.config.ts", count),
    ],
  };
}

function emptyRun(name: string, config: string, count: number): Contestant {
  const { run } = vitestRun(name, [
    `--root=${EMPTY_RUN}`,
    `--config=${config}`,
    "--reporter=dot",
  ]);
  return {
    name,
    run: async (amount) => {
      const remove = writeEmptySpecs(count);
      try {
        return await run(amount);
      } finally {
        remove();
      }
    },
  };
}

function vitestRun(name: string, options: readonly string[]): Contestant {
  return {
    name,
    run: () => {
      const start = performance.now();
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [VITEST, "run", ...options],
        { encoding: "utf8" },
      );
      const ms = performance.now() - start;
      if (status !== 0) {
        const end = `${stdout}${stderr}`.split("\n").slice(-25).join("\n");
        throw new Error(`Cannot measure ${name}: it failed\n${end}`);
      }
      return Promise.resolve({ ms });
    },
  };
}

function countSpecs(): number {
  return readdirSync("spec", { recursive: true }).filter(
    (path) =>
      String(path).endsWith(".spec.ts") &&
      !String(path).includes("node_modules"),
  ).length;
}
