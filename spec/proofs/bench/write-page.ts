import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benchmarkPage, type Report } from "./page.ts";
import { root } from "./project.ts";

/** Writes the page into the reports. @returns its path from the root of the project */
export function writePage(report: Report): string {
  const path = "reports/benchmarks/index.html";
  const css = `${bookCss()}${readFileSync(join(root, "spec/proofs/bench/page.css"), "utf8")}`;
  mkdirSync(join(root, "reports/benchmarks"), { recursive: true });
  writeFileSync(join(root, path), benchmarkPage(report, css));
  return path;
}

/** The textbook's styles, with its fonts in place of their addresses. */
function bookCss(): string {
  const css = readFileSync(join(root, "src/textbook/client/book.css"), "utf8");
  return css.replace(
    /url\("((.+?)-latin-.+?\.woff2)"\)/g,
    (_, file: string, family: string) => {
      const path = `node_modules/@fontsource/${family}/files/${file}`;
      const font = readFileSync(join(root, path)).toString("base64");
      return `url("data:font/woff2;base64,${font}")`;
    },
  );
}
