import { cpSync } from "node:fs";
import { basename, join } from "node:path";
import { abilitiesOf } from "./abilities.ts";
import type { Row } from "./row.ts";
import { makeProject, root, run, tool } from "./workspace.ts";

/** Something that runs tests which others have written. */
interface Runner {
  readonly environment: string;
  readonly project: "ts" | "esm" | "cjs";
  readonly command: string;
  /** @param test the name of the file without its end */
  readonly args: (test: string) => readonly string[];
}

/** vitest in all its ways, jest with modules of either kind, mocha, and what the book prints for its readers. */
export function runnerRows(workspace: string): Row[] {
  const runners = [
    ...vitests(tool(workspace, "vitest")),
    ...jests(join(workspace, "node_modules/jest/bin/jest.js")),
    {
      environment: "mocha",
      project: "esm" as const,
      command: tool(workspace, "mocha"),
      args: (test: string) => [`${test}.test.js`],
    },
  ];
  const own = runners.map(({ environment, project, command, args }): Row => ({
    environment,
    check: async (part) => {
      const folder = join(workspace, project);
      await run(folder, command, args("globals"), { PART: part });
      if (part === "kit") {
        const ABILITIES = JSON.stringify(abilitiesOf("Node"));
        await run(folder, command, args("abilities"), { ABILITIES });
      }
    },
  }));
  return [...own, ...printedRows(workspace)];
}

/** The test files that the book prints, each alone in a project without a configuration, run as the book says. */
function printedRows(workspace: string): Row[] {
  const jest = join(workspace, "node_modules/jest/bin/jest.js");
  const flags = { NODE_OPTIONS: "--experimental-vm-modules" };
  const row = (
    runner: string,
    files: readonly string[],
    [command, ...args]: readonly [string, ...string[]],
    variables = {},
  ): Row => ({
    environment: `the book's file for ${runner}`,
    parts: ["kit"],
    check: async () => {
      const project = makeProject(workspace, `book-${runner}`, "module");
      for (const file of files) {
        const printed = join(root, "spec/guides/test-with-it", file);
        cpSync(printed, join(project, basename(file)));
      }
      const printed = await run(project, command, args, variables);
      // Where Node finds no tests, it is content.
      if (/\btests 0\b/.test(printed)) {
        throw new Error(`no tests were found:\n${printed}`);
      }
    },
  });
  return [
    row(
      "vitest",
      ["fetch-all.ts", "fetch-all.spec.ts"],
      [tool(workspace, "vitest"), "run"],
    ),
    row("node-test", ["fetch-all.test.mjs"], [process.execPath, "--test"]),
    row("jest", ["jest/fetch-all.test.mjs"], [process.execPath, jest], flags),
  ];
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
    args: (test) => ["run", "--globals", option, `${test}.test.ts`],
  }));
}

function jests(jest: string): Runner[] {
  const runner = (flags: readonly string[], transform: object) => ({
    command: process.execPath,
    args: (test: string) => [
      ...flags,
      jest,
      "--config",
      JSON.stringify(configOf(test, transform)),
    ],
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

function configOf(test: string, transform: object): object {
  return {
    testMatch: [`**/${test}.test.js`],
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
