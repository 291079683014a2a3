import { execFileSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { resolve } from "node:path";

/*
 * Takes the declarations that no entry leads to out of dist/, once it is built: the package is the smaller by them, and
 * no program that uses it is typed by them. tsc itself says which ones are read.
 */
const entries = "dist/index.d.ts dist/testing/index.d.ts";
const read = execFileSync(
  "node_modules/typescript/bin/tsc",
  `--ignoreConfig --listFilesOnly --module nodenext --types node ${entries}`.split(
    " ",
  ),
  { encoding: "utf8" },
).split("\n");
const built = readdirSync("dist", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".d.ts"))
  .map((name) => resolve("dist", name));
for (const file of built.filter((name) => !read.includes(name))) {
  rmSync(file);
}
