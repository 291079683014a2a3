import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { installIn } from "../install.ts";

/** A part of the package: each has an entry of its own. */
export type Part = "library" | "kit";

export const root = new URL("../../../", import.meta.url).pathname;
export const here = new URL("./", import.meta.url).pathname;

/**
 * Makes a folder outside of this project, in which the package is installed as it was packed, and beside it what loads it.
 * It goes with this process.
 */
export async function makeWorkspace(): Promise<string> {
  installIn(join(here, "tools"), "what loads the package");
  console.log("Packing the package, and installing it …");
  const workspace = mkdtempSync(join(tmpdir(), "consumers-"));
  process.once("exit", () => rmSync(workspace, { recursive: true }));
  const copied = { recursive: true, verbatimSymlinks: true };
  cpSync(join(here, "tools"), workspace, copied);
  const project = await copyProject(workspace);
  await run(project, "npm", ["pack", "--silent", "--pack-destination=.."]);
  const tarball = `file:${tarballIn(workspace)}`;
  await install(workspace, tarball, `async-patterns-other@${tarball}`);
  await writePrograms(workspace);
  return workspace;
}

/**
 * The files of this project as they are now. npm rewrites a package.json while it packs, and whoever works here meanwhile
 * must not see that.
 *
 * @returns where they are
 */
async function copyProject(workspace: string): Promise<string> {
  const project = join(workspace, "async-patterns");
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const files = (await run(root, "git", args)).split("\0").slice(0, -1);
  for (const file of files.filter((name) => existsSync(join(root, name)))) {
    cpSync(join(root, file), join(project, file));
  }
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
  return project;
}

/** Installs packages into a project, without a word of it in its package.json. */
export async function install(
  project: string,
  ...packages: readonly string[]
): Promise<void> {
  await run(project, "npm", [
    "install",
    "--no-save",
    "--ignore-scripts",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    ...packages,
  ]);
}

/** The programs as they are written, in a project of ECMAScript modules, and built as modules of either kind. */
async function writePrograms(workspace: string): Promise<void> {
  makeProject(workspace, "ts", "module");
  cpSync(join(here, "programs"), join(workspace, "ts"), { recursive: true });
  makeProject(workspace, "esm", "module");
  await build(workspace, "--outdir=esm", "--format=esm", "--splitting");
  makeProject(workspace, "cjs", "commonjs");
  await build(workspace, "--outdir=cjs", "--format=cjs");
}

/** @returns where it is */
export function makeProject(
  workspace: string,
  name: string,
  type: "module" | "commonjs",
): string {
  const project = join(workspace, name);
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ type }));
  return project;
}

function build(workspace: string, ...options: string[]): Promise<string> {
  const entries = ["play", "globals.test", "abilities.test", "node.test"];
  return run(workspace, tool(workspace, "esbuild"), [
    ...entries.map((name) => `ts/${name}.ts`),
    "--bundle",
    "--packages=external",
    "--platform=node",
    "--log-level=warning",
    ...options,
  ]);
}

/** The tarball that was packed, by its whole path. */
export function tarballIn(workspace: string): string {
  const isTarball = (name: string): boolean => name.endsWith(".tgz");
  return join(workspace, readdirSync(workspace).find(isTarball) as string);
}

/** A command that an installed package brings. */
export function tool(workspace: string, name: string): string {
  return join(workspace, "node_modules/.bin", name);
}

const execute = promisify(execFile);

/**
 * Runs a command in a folder.
 *
 * @returns what it printed
 * @throws Error with what it printed, if it fails
 */
export async function run(
  folder: string,
  command: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<string> {
  const env = { ...process.env, NO_COLOR: "1", ...variables };
  const options = { cwd: folder, env, timeout: 180_000, maxBuffer: 2 ** 26 };
  try {
    return (await execute(command, args, options)).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    const line = [command, ...args].join(" ");
    throw new Error(`${line}\n${stdout}${stderr}`, { cause: error });
  }
}
