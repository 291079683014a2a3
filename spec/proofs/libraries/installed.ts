import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { installIn } from "../install.ts";

const here = import.meta.dirname;

/** Installs the libraries, unless they are there; and builds the one that is not JavaScript alone. */
export function installLibraries(): void {
  installIn(here, "the libraries");
  const built = "node_modules/better-sqlite3/build/Release/better_sqlite3.node";
  if (!existsSync(join(here, built))) {
    console.log("Building better-sqlite3 …");
    execFileSync("npm", ["rebuild", "better-sqlite3", ...headers()], {
      cwd: here,
      stdio: "ignore",
    });
  }
}

/** Where Node's own headers lie, so that nothing has to be downloaded where they came with it. */
function headers(): string[] {
  const prefix = dirname(dirname(process.execPath));
  const hasThem = existsSync(join(prefix, "include/node/node.h"));
  return hasThem ? [`--nodedir=${prefix}`] : [];
}

/** What a program, `programs/p-queue`, imports, each library with the version that is installed. */
export function librariesOf(program: string): string[] {
  const source = readFileSync(join(here, `${program}.js`), "utf8");
  const imported = source.matchAll(/from "(?!node:|\.)((?:@[^/"]+\/)?[^/"]+)/g);
  const names = new Set(Array.from(imported, ([, name]) => name as string));
  return [...names].map((name) => `${name} ${versionOf(name)}`);
}

function versionOf(library: string): string {
  const file = join(here, "node_modules", library, "package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8")) as {
    version: string;
  };
  return version;
}
