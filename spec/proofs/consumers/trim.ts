import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { decode, encode } from "@jridgewell/sourcemap-codec";

/*
 * Makes dist/ smaller before it is packed. Out go the declarations that no entry leads to: no program is typed by them, and
 * tsc itself says which ones are read. And out of the sources that the maps bring along goes what nobody reads there who goes
 * through them step by step: their documentation and their types, which the declarations have, what they import, and remarks.
 * Those lines stay, empty, so that the others keep their numbers. And the maps themselves lead to lines, not to columns.
 */
const UNREAD =
  /^ *\/\*[^]*?\*\/|^import [^]*?;$| *\/\/ .*$|^(?:export )?(?:interface|type) [^]*?[;}]$(?=\n\n)/gm;
const entries = ["index", "testing/index", "testing/first"]
  .map((entry) => `dist/${entry}.d.ts`)
  .join(" ");
const read = execFileSync(
  "node_modules/typescript/bin/tsc",
  `--ignoreConfig --listFilesOnly --module nodenext --types node ${entries}`.split(
    " ",
  ),
  { encoding: "utf8" },
).split("\n");
const built = readdirSync("dist", { recursive: true, encoding: "utf8" }).map(
  (name) => resolve("dist", name),
);
for (const file of built) {
  if (file.endsWith(".d.ts") && !read.includes(file)) {
    rmSync(file);
  } else if (file.endsWith(".map")) {
    const map = JSON.parse(readFileSync(file, "utf8")) as Map;
    const sourcesContent = map.sourcesContent.map((source) =>
      source.replaceAll(UNREAD, (unread) => unread.replaceAll(/./g, "")),
    );
    const mappings = encode(
      decode(map.mappings).map((line) =>
        line.filter(([, , to], at) => at === 0 || to !== line[at - 1]?.[2]),
      ),
    );
    writeFileSync(file, JSON.stringify({ ...map, sourcesContent, mappings }));
  }
}

interface Map {
  readonly mappings: string;
  readonly sourcesContent: readonly string[];
}
