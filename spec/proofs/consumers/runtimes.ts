import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { nodeOf } from "../nodes/node-of.ts";
import { compareAbilities } from "./abilities.ts";
import * as kit from "./programs/kit.ts";
import * as library from "./programs/library.ts";
import type { Row } from "./row.ts";
import { run, tool } from "./workspace.ts";

/** What the program for each part prints. */
export const expected = { library: library.expected, kit: kit.expected };

/** Something that runs a program, and a test with the runner that it brings. */
interface Runtime {
  readonly environment: string;
  /** What the README calls it, where it says what the kit can do there. */
  readonly name?: string;
  readonly project: string;
  readonly command: string;
  readonly program: readonly string[];
  readonly test: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

/** The Nodes with modules of either kind, tsx, Bun and Deno. */
export function runtimeRows(workspace: string): Row[] {
  const nodes = ["20", "22", "24", "26"].map(nodeOf);
  const runtimes = [
    ...nodes.map((node) => nodeRuntime(node, "import", join(workspace, "esm"))),
    ...nodes.map((node) =>
      nodeRuntime(node, "require", join(workspace, "cjs")),
    ),
    ...typeScriptRuntimes(workspace),
  ];
  return runtimes.map(rowOf);
}

function rowOf(runtime: Runtime): Row {
  const { environment, project, command, variables } = runtime;
  return {
    environment,
    check: async (part) => {
      const env = { ...variables, PART: part };
      const printed = await run(project, command, runtime.program, env);
      assert.deepEqual(linesOf(printed), expected[part]);
      await run(project, command, runtime.test, env);
      const abilities = { ...env, PART: "abilities" };
      if (part === "kit" && runtime.name !== undefined) {
        const found = await run(project, command, runtime.program, abilities);
        compareAbilities(runtime.name, linesOf(found));
      }
    },
  };
}

function linesOf(printed: string): string[] {
  return printed.trimEnd().split("\n");
}

function nodeRuntime(
  node: string,
  how: "import" | "require",
  project: string,
): Runtime {
  const version = execFileSync(node, ["--version"]).toString().trim();
  return {
    environment: `Node ${version.slice(1)}, ${how}`,
    name: "Node",
    project,
    command: node,
    program: ["play.js"],
    test: ["--test", "node.test.js"],
  };
}

function typeScriptRuntimes(workspace: string): Runtime[] {
  const project = join(workspace, "ts");
  const modules = join(workspace, "node_modules");
  return [
    {
      environment: "tsx",
      project,
      command: tool(workspace, "tsx"),
      program: ["play.ts"],
      test: ["--test", "node.test.ts"],
    },
    {
      environment: "Bun",
      name: "Bun",
      project,
      command: join(onlyOneIn(join(modules, "@oven")), "bin/bun"),
      program: ["run", "play.ts"],
      test: ["test", "globals.test.ts"],
    },
    {
      environment: "Deno",
      name: "Deno",
      project,
      command: join(onlyOneIn(join(modules, "@deno")), "deno"),
      program: ["run", "--allow-all", "play.ts"],
      test: ["test", "--allow-all", "--no-check", "node.test.ts"],
      variables: {
        DENO_DIR: join(workspace, "deno"),
        DENO_NO_UPDATE_CHECK: "1",
      },
    },
  ];
}

/** npm installs the build for this platform and no other. */
function onlyOneIn(folder: string): string {
  return join(folder, readdirSync(folder)[0] as string);
}
