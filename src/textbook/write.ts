import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeBook } from "./book.ts";
import { bundlePlay, minified } from "./bundle.ts";
import type { RunFacts } from "./facts.ts";
import { oneFile } from "./one-file.ts";
import { slim } from "./slim.ts";

/** The files that the pages load, by name, and where they lie. */
const ASSETS: Readonly<Record<string, string>> = {
  "book.css": "src/textbook/client/book.css",
  "book.js": "src/textbook/client/book.js",
  "play.css": "src/textbook/client/play/play.css",
  "search.js": "src/textbook/client/search.js",
  "theme.js": "src/textbook/client/theme.js",
  "minisearch.js": "node_modules/minisearch/dist/umd/index.js",
  ...Object.fromEntries(
    [
      ["source-serif-4", "400-normal"],
      ["source-serif-4", "400-italic"],
      ["source-serif-4", "600-normal"],
      ["ibm-plex-mono", "400-normal"],
    ].map(([family, style]) => {
      const name = `${family}-latin-${style}.woff2`;
      return [name, `node_modules/@fontsource/${family}/files/${name}`];
    }),
  ),
};

/** Writes the book of a run into a folder of the project, in place of what lies there, and as one file beside the folder. */
export async function writeBook(
  facts: RunFacts,
  root: string,
  folder: string,
): Promise<void> {
  const play = await bundlePlay(root);
  const target = join(root, folder);
  const readText = (path: string): string | undefined => {
    try {
      return readFileSync(join(root, path), "utf8");
    } catch {
      return undefined;
    }
  };
  const book = makeBook(facts, readText);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(join(target, "assets"), { recursive: true });
  for (const [name, text] of book) {
    writeFileSync(join(target, name), slim(text));
  }
  for (const [name, path] of Object.entries(ASSETS)) {
    const asset = readFileSync(join(root, path));
    writeFileSync(
      join(target, "assets", name),
      name.endsWith(".woff2") ? asset : minified(name, asset.toString()),
    );
  }
  writeFileSync(join(target, "assets", "play.js"), play);
  const pages = [...book].filter(([name]) => name.endsWith(".html"));
  const asset = (name: string): Buffer =>
    readFileSync(join(root, ASSETS[name] as string));
  const css = withFonts(asset("book.css").toString(), asset);
  writeFileSync(`${target}.html`, oneFile(new Map(pages), css));
}

/** A style sheet with the files of its type in it. */
function withFonts(css: string, read: (name: string) => Buffer): string {
  return css.replaceAll(
    /url\("([^"]+)"\)/g,
    (_, name: string) =>
      `url("data:font/woff2;base64,${read(name).toString("base64")}")`,
  );
}
