import { installIn } from "../../install.ts";

/** Debian's package, or the one that the variable FIREFOX names. */
export const FIREFOX = process.env.FIREFOX ?? "/usr/bin/firefox-esr";

/** What is used of puppeteer-core; `npm ci` does not install it, so there are no types of it. */
export interface Page {
  goto(url: string): Promise<unknown>;
  evaluate(expression: string): Promise<unknown>;
}

export interface Browser {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

interface Puppeteer {
  launch(options: object): Promise<Browser>;
}

/** Starts a Firefox that is spoken to by WebDriver BiDi: https://www.w3.org/TR/webdriver-bidi/ */
export async function startFirefox(): Promise<Browser> {
  installIn(import.meta.dirname, "puppeteer-core, 33 MB");
  const name = "puppeteer-core";
  const module = (await import(name)) as { default: Puppeteer };
  return module.default.launch({
    browser: "firefox",
    executablePath: FIREFOX,
    headless: true,
    timeout: 120_000,
    protocolTimeout: 120_000,
  });
}
