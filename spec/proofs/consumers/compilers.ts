import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Row } from "./row.ts";
import { here, makeProject, run, type Part } from "./workspace.ts";

/** The oldest first; the present one has no number in its name. */
const COMPILERS = [
  "typescript-5.4",
  "typescript-5.6",
  "typescript-5.9",
  "typescript",
];

const MODULES = [
  { module: "NodeNext", moduleResolution: "NodeNext" },
  { module: "ESNext", moduleResolution: "bundler" },
];

/** Where AbortSignal comes from: the types of Node, or those of the web. */
const PLATFORMS = [
  { types: ["node"], lib: ["ES2022"] },
  { types: [], lib: ["ES2022", "DOM"] },
];

const VARIANTS = PLATFORMS.flatMap((platform) =>
  [true, false].map((skipLibCheck) => ({ ...platform, skipLibCheck })),
);

const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  target: "ES2022",
  noEmit: true,
  allowImportingTsExtensions: true,
};

/** The types, as the compilers of users see them. */
export function compilerRows(workspace: string): Row[] {
  const project = makeProject(workspace, "types", "module");
  cpSync(join(here, "types"), project, { recursive: true });
  return COMPILERS.flatMap((name) => {
    const compiler = join(workspace, "node_modules", name);
    return MODULES.map((modules) => ({
      environment: `TypeScript ${versionIn(compiler)}, ${modules.moduleResolution}`,
      check: async (part) => {
        const options = VARIANTS.map((variant) => ({ ...modules, ...variant }));
        await Promise.all(
          options.map((each) => compile(project, compiler, part, each)),
        );
      },
    }));
  });
}

async function compile(
  project: string,
  compiler: string,
  part: Part,
  options: object,
): Promise<void> {
  const compilerOptions = { ...STRICT, ...options };
  const name = JSON.stringify(options).replaceAll(/\W+/g, "-");
  const config = join(project, `${part}${name}.json`);
  const files = [`${part}.ts`];
  writeFileSync(config, JSON.stringify({ compilerOptions, files }));
  const tsc = join(compiler, "bin/tsc");
  await run(project, process.execPath, [tsc, "--project", config]);
}

function versionIn(folder: string): string {
  const text = readFileSync(join(folder, "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
