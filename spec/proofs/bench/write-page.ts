import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { benchmarkPage, type Report } from "./page.ts";

const FOLDER = "reports/benchmarks";

/** Writes the page into the reports. @returns its path */
export function writePage(report: Report): string {
  const path = `${FOLDER}/index.html`;
  const css = bookCss() + readFileSync("spec/proofs/bench/page.css", "utf8");
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path, benchmarkPage(report, css));
  return path;
}

/** The textbook's styles, with its fonts in place of their addresses. */
function bookCss(): string {
  const css = readFileSync("src/textbook/client/book.css", "utf8");
  return css.replace(
    /url\("((.+?)-latin-.+?\.woff2)"\)/g,
    (_, file: string, family: string) => {
      const path = `node_modules/@fontsource/${family}/files/${file}`;
      const font = readFileSync(path).toString("base64");
      return `url("data:font/woff2;base64,${font}")`;
    },
  );
}
