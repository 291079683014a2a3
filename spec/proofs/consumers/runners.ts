import { join } from "node:path";
import type { Row } from "./row.ts";
import { run, tool } from "./workspace.ts";

/** Something that runs tests which others have written. */
interface Runner {
  readonly environment: string;
  readonly project: "ts" | "esm" | "cjs";
  readonly command: string;
  readonly args: readonly string[];
}

/** vitest in all its ways, jest with modules of either kind, mocha. */
export function runnerRows(workspace: string): Row[] {
  const runners = [
    ...vitests(tool(workspace, "vitest")),
    ...jests(join(workspace, "node_modules/jest/bin/jest.js")),
    {
      environment: "mocha",
      project: "esm" as const,
      command: tool(workspace, "mocha"),
      args: ["globals.test.js"],
    },
  ];
  return runners.map(({ environment, project, command, args }) => ({
    environment,
    check: async (part) => {
      await run(join(workspace, project), command, args, { PART: part });
    },
  }));
}

function vitests(vitest: string): Runner[] {
  const pools = ["forks", "threads", "vmForks", "vmThreads"];
  const environments = ["jsdom", "happy-dom"];
  const options = new Map([
    ...pools.map((pool) => [pool, `--pool=${pool}`] as const),
    ...environments.map((name) => [name, `--environment=${name}`] as const),
  ]);
  return Array.from(options, ([name, option]) => ({
    environment: `vitest, ${name}`,
    project: "ts",
    command: vitest,
    args: ["run", "--globals", option, "globals.test.ts"],
  }));
}

function jests(jest: string): Runner[] {
  const runner = (flags: readonly string[], transform: object) => ({
    command: process.execPath,
    args: [...flags, jest, "--config", JSON.stringify(configOf(transform))],
  });
  return [
    {
      environment: "jest, ECMAScript modules",
      project: "esm",
      ...runner(["--experimental-vm-modules"], {}),
    },
    {
      environment: "jest, CommonJS by Babel",
      project: "cjs",
      ...runner([], { "\\.js$": ["babel-jest", TO_COMMONJS] }),
    },
  ];
}

function configOf(transform: object): object {
  return {
    testMatch: ["**/globals.test.js"],
    transform,
    transformIgnorePatterns: ["/node_modules/(?!async-patterns/)"],
    testTimeout: 60_000,
  };
}

/** What Babel is to do with the package, for those whose tests are CommonJS. */
const TO_COMMONJS = {
  babelrc: false,
  configFile: false,
  plugins: ["@babel/plugin-transform-modules-commonjs"],
};
