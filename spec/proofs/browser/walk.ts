import { statSync } from "node:fs";
import axe, { type AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { pageUrl } from "./browser.ts";

/** A small one. */
export const PHONE = { width: 360, height: 740 };

const SCREEN = { width: 1_280, height: 900 };

/** How wide a page is that one has to scroll through. */
export const WIDTH = "document.documentElement.scrollWidth";

/** Rules of axe that look at colours; all the others find in the dark what they find in the light. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** So many pages are looked at at a time. */
const AT_ONCE = 2;

/** What was seen of a page. */
export interface PageSeen {
  readonly name: string;
  /** What it did and must not do. */
  readonly complaints: readonly string[];
  /** Whether it has its heading and its type. */
  readonly isWhole: boolean;
  /** What its first view loads. */
  readonly bytes: number;
  readonly ids: readonly string[];
  readonly links: readonly string[];
  /** The titles that a rule for many values has more than once. */
  readonly twice: readonly string[];
  /** What axe finds in it, in light and in dark. */
  readonly violations: readonly string[];
  readonly widthOnPhone: number;
  /** Words of a name in a table that a phone breaks in the middle. */
  readonly brokenOnPhone: readonly string[];
  /** What a phone shows in part, and the reader has to scroll sideways, but for drawings. */
  readonly scrolledOnPhone: readonly string[];
}

/** The words of names in tables that stand in two lines, in part each. */
const BROKEN = `[...document.querySelectorAll("td code")].flatMap((code) => {
  const range = document.createRange();
  return [...code.childNodes].flatMap((text) =>
    [...text.data.matchAll(/\\w+/g)]
      .filter(({ 0: word, index }) => {
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        return new Set([...range.getClientRects()].map(({ top }) => top)).size > 1;
      })
      .map(([word]) => word),
  );
})`;

const SCROLLED = `[...document.querySelectorAll("main :not(.canvas, svg, svg *, .unseen)")]
  .filter((it) => it.scrollWidth > it.clientWidth && getComputedStyle(it).overflowX !== "visible")
  .map((it) => it.outerHTML.slice(0, 60))`;

/** Notes what a page does that no page of the book may do. */
export function listen(page: Page, complain: (text: string) => void): void {
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      complain(message.text());
    }
  });
  page.on("pageerror", (error) => complain(error.message));
  page.on("requestfailed", (request) => complain(`${request.url()} failed`));
  page.on("request", (request) => {
    if (!request.url().startsWith("file://")) {
      complain(`${request.url()} leaves the machine`);
    }
  });
}

/** Opens every page once, and looks at all that a rule for every page asks. */
export async function walk(
  browser: Browser,
  names: readonly string[],
): Promise<readonly PageSeen[]> {
  const seen: PageSeen[] = [];
  const rest = names.values();
  const walkers = Array.from({ length: AT_ONCE }, async () => {
    const walker = await Walker.start(browser);
    for (const name of rest) {
      seen.push(await walker.see(name));
    }
    await walker.end();
  });
  await Promise.all(walkers);
  return seen;
}

class Walker {
  readonly #page: Page;
  #complaints: string[] = [];
  #bytes = 0;

  private constructor(page: Page) {
    this.#page = page;
    listen(page, (text) => this.#complaints.push(text));
    page.on("request", (request) => {
      this.#bytes += statSync(new URL(request.url())).size;
    });
  }

  static async start(browser: Browser): Promise<Walker> {
    const page = await browser.newPage();
    page.setDefaultTimeout(0); // a rule has a time limit, and a machine may be busy
    return new Walker(page);
  }

  async see(name: string): Promise<PageSeen> {
    this.#complaints = [];
    this.#bytes = 0;
    const page = this.#page;
    await page.setViewportSize(SCREEN);
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(pageUrl(name));
    const found = await page.evaluate<
      Pick<PageSeen, "isWhole" | "ids" | "links" | "twice">
    >(`document.fonts.ready.then(() => ({
      isWhole: document.fonts.check('1rem "Source Serif 4"') && document.querySelectorAll("h1").length === 1,
      ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
      links: [...document.querySelectorAll("a[href]")].map(({ href }) => href),
      twice: [...document.querySelectorAll(".rules > li")].flatMap((rule) => {
        const titles = [...rule.querySelectorAll(":scope > span, summary > span")].map((title) => title.textContent);
        return titles.filter((title, at) => titles.indexOf(title) !== at);
      }),
    }))`);
    const bytes = this.#bytes;
    // The page's policy lets no script in, so the debugger brings the checker.
    await page.evaluate(axe.source);
    const inLight = await this.#check({});
    await page.emulateMedia({ colorScheme: "dark" });
    const inDark = await this.#check({ runOnly: OF_COLOURS });
    await page.setViewportSize(PHONE);
    const widthOnPhone = await page.evaluate<number>(WIDTH);
    const broken = await page.evaluate<string[]>(BROKEN);
    const scrolled = await page.evaluate<string[]>(SCROLLED);
    const say = (text: string): string => `${name}: ${text}`;
    return {
      name,
      ...found,
      bytes,
      widthOnPhone,
      brokenOnPhone: broken.map(say),
      scrolledOnPhone: scrolled.map(say),
      complaints: this.#complaints.map(say),
      violations: [
        ...inLight.map((text) => say(`in light: ${text}`)),
        ...inDark.map((text) => say(`in dark: ${text}`)),
      ],
    };
  }

  async #check(which: axe.RunOptions): Promise<readonly string[]> {
    // What it would load itself, the policy does not let in; what it finds without is all it finds.
    const options = { ...which, resultTypes: ["violations"], preload: false };
    const { violations } = await this.#page.evaluate<AxeResults>(
      `axe.run(${JSON.stringify(options)})`,
    );
    return violations.map(
      ({ id, nodes }) =>
        `${id}, ${nodes.length} times, first ${nodes[0]?.html.slice(0, 120)}`,
    );
  }

  end(): Promise<void> {
    return this.#page.close();
  }
}
