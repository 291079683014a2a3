import assert from "node:assert/strict";
import { cpSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Row } from "./row.ts";
import { expected } from "./runtimes.ts";
import {
  install,
  makeProject,
  root,
  run,
  tarballIn,
  tool,
  type Part,
} from "./workspace.ts";

/** The tarball has at most so many bytes. */
const TARBALL_BYTES = 160_000;
/** The library has fewer, once it is bundled and minified: */
const LIBRARY_BYTES = 32_000;
/** what the README's first program brings along of it, */
const FIRST_PROGRAM_BYTES = 12_800;
/** and what a program does that has a queue and nothing else. */
const QUEUE_BYTES = 8_800;

/** The package as it lies there: how large it is, what is said of it, and other ways to come by it. */
export function packagingRows(workspace: string): Row[] {
  return [
    { environment: "packed", check: async () => sizeOfTarball(workspace) },
    {
      environment: "minified",
      parts: ["library"],
      check: () =>
        sizeOf(workspace, 'export * from "async-patterns"', LIBRARY_BYTES),
    },
    {
      environment: "minified: the README's program",
      parts: ["library"],
      check: () => sizeOf(workspace, firstProgram(), FIRST_PROGRAM_BYTES),
    },
    {
      environment: "minified: a queue alone",
      parts: ["library"],
      check: () =>
        sizeOf(
          workspace,
          'export { AsyncQueue } from "async-patterns"',
          QUEUE_BYTES,
        ),
    },
    { environment: "publint", check: () => lint(workspace) },
    { environment: "arethetypeswrong", check: () => checkTypes(workspace) },
    {
      environment: 'a bundler that sets "source"',
      check: (part) => bundleAsSource(workspace, part),
    },
    gitRow(workspace),
    {
      environment: "installed as the README says",
      parts: ["library"],
      check: () => followReadme(workspace),
    },
  ];
}

function sizeOfTarball(workspace: string): string {
  const { size } = statSync(tarballIn(workspace));
  assert.ok(size <= TARBALL_BYTES, `${size} bytes`);
  return inKilobytes(size);
}

async function sizeOf(
  workspace: string,
  program: string,
  most: number,
): Promise<string> {
  const name = "sized.mjs";
  writeFileSync(join(workspace, name), program);
  const code = await run(workspace, tool(workspace, "esbuild"), [
    name,
    "--bundle",
    "--minify",
    "--format=esm",
    "--platform=browser",
  ]);
  const size = Buffer.byteLength(code);
  assert.ok(size < most, `${size} bytes`);
  return inKilobytes(size);
}

/** What the README's first program imports. */
function firstProgram(): string {
  const [imports] = /^import .* from "async-patterns";$/m.exec(readme()) ?? [];
  return `${imports}`.replace("import", "export");
}

function inKilobytes(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} kB`;
}

async function lint(workspace: string): Promise<void> {
  const tarball = tarballIn(workspace);
  const command = tool(workspace, "publint");
  const said = await run(workspace, command, ["--strict", tarball]);
  assert.match(said, /^All good!$/m); // it suggests, without failing
}

async function checkTypes(workspace: string): Promise<void> {
  await run(workspace, tool(workspace, "attw"), [
    tarballIn(workspace),
    "--profile",
    "node16",
    // By design: who requires the package has a Node that requires ECMAScript modules.
    "--ignore-rules",
    "cjs-resolves-to-esm",
  ]);
}

/** The package's own condition must not lead others to a source that they do not have. */
async function bundleAsSource(workspace: string, part: Part): Promise<void> {
  const bundle = `as-source/${part}.mjs`;
  await run(workspace, tool(workspace, "esbuild"), [
    "--bundle",
    "--conditions=source",
    "--platform=node",
    "--format=esm",
    "--sourcemap",
    `ts/${part}.ts`,
    `--outfile=${bundle}`,
    "--log-level=warning",
  ]);
  const play = `import("./${bundle}").then(({ main }) => main(console.log))`;
  const printed = await run(workspace, process.execPath, [
    "--enable-source-maps",
    "--eval",
    play,
  ]);
  assert.deepEqual(printed.trimEnd().split("\n"), expected[part]);
}

/** An install from a git address, of the project as it is now. */
function gitRow(workspace: string): Row {
  let installed: Promise<string> | undefined;
  return {
    environment: "installed from a git address",
    check: async (part) => {
      const project = await (installed ??= installFromGit(workspace));
      const printed = await run(project, process.execPath, ["play.js"], {
        PART: part,
      });
      assert.deepEqual(printed.trimEnd().split("\n"), expected[part]);
    },
  };
}

async function installFromGit(workspace: string): Promise<string> {
  const repository = join(workspace, "async-patterns");
  const git = (...args: readonly string[]) => run(repository, "git", args);
  await git("init", "--quiet");
  await git("add", "--all", ":!node_modules");
  await git("config", "user.name", "nobody");
  await git("config", "user.email", "nobody@localhost");
  await git("commit", "--quiet", "--message=present");
  const project = makeProject(workspace, "from-git", "module");
  // Unlike what is packed, this has to be built on the way.
  await install(project, "--no-ignore-scripts", `git+file://${repository}`);
  cpSync(join(workspace, "esm"), project, { recursive: true });
  return project;
}

/** What the README says to who takes a part home, word by word. */
async function followReadme(workspace: string): Promise<void> {
  const block = /(?<=```sh\n)npm install (?:.|\n)*?(?=```)/.exec(readme());
  const project = makeProject(workspace, "home", "module");
  const printed = await run(project, "sh", ["-ec", String(block)]);
  assert.match(printed, /^slept$/m);
}

function readme(): string {
  return readFileSync(join(root, "README.md"), "utf8");
}
