import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

/** The book that the last test run wrote. */
export const BOOK = new URL("../../../reports/textbook/", import.meta.url);

/** Starts a browser to look at the book with. */
export function startBrowser(): Promise<Browser> {
  if (!existsSync(new URL("index.html", BOOK))) {
    throw new Error("Cannot look at the book: npm test has not written it yet");
  }
  return startChromium();
}

/** Starts the Chromium of the machine: Debian's package, or the one that the variable CHROMIUM names. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    timeout: 0, // a rule has a time limit, and a machine may be busy
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}

/** The address of a page of the book. */
export function pageUrl(name: string): string {
  return new URL(name, BOOK).href;
}
