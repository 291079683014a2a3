import { realpathSync } from "node:fs";
import { join } from "node:path";
import { buildSync, transformSync } from "esbuild";

/** By the folder of the sources: they do not change while a book is written, and bundling takes as long as all the rest. */
const bundles = new Map<string, string>();

/**
 * The script with which a page plays: what runs programs in a worker, as a function whose text the worker is made of, and
 * what shows them. The same sources give the same bytes.
 *
 * @param root the project's folder
 */
export function bundlePlay(root: string): string {
  const folder = realpathSync(join(root, "src/textbook/client/play"));
  const worker = "globalThis.textbookWorker=function(){";
  const bundle =
    bundles.get(folder) ??
    `${worker}${bundled(folder, "worker.ts")}};\n${bundled(folder, "player.tsx")}`;
  bundles.set(folder, bundle);
  return bundle;
}

/** By their names and texts, for the same reason. */
const small = new Map<string, string>();

/** A style sheet or a script without what only those read who work on it. */
export function minified(name: string, text: string): string {
  const key = `${name}\n${text}`;
  const known =
    small.get(key) ??
    transformSync(text, {
      loader: name.endsWith(".css") ? "css" : "js",
      minify: true,
      charset: "utf8",
      legalComments: "none",
    }).code;
  small.set(key, known);
  return known;
}

function bundled(folder: string, name: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(folder, name)],
    conditions: ["source"],
    bundle: true,
    minify: true,
    keepNames: name === "worker.ts", // the drawings name queues and locks by their classes
    format: "iife",
    target: "es2022", // browsers that know this and no `await using` run the other programs
    jsx: "automatic",
    jsxImportSource: "preact",
    charset: "utf8",
    legalComments: "none",
    write: false,
    logLevel: "error",
  });
  return (outputFiles[0] as { text: string }).text;
}
