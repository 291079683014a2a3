import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import axe, { type AxeResults } from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
} from "vitest";
import { BOOK, pageUrl, startBrowser } from "./browser.ts";

const pages = readdirSync(BOOK).filter((name) => name.endsWith(".html"));

let browser: Browser;
let context: BrowserContext;
/** What a page did and must not do. */
let complaints: string[];

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(async () => {
  await browser.close();
});

beforeEach(() => {
  complaints = [];
});

afterEach(async () => {
  await context.close();
});

/** Opens a page, and notes its complaints. */
async function open(
  name: string,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<Page> {
  context = await browser.newContext({
    viewport: { width: 1_280, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      complaints.push(`${name}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => complaints.push(`${name}: ${error.message}`));
  page.on("requestfailed", (request) =>
    complaints.push(`${name}: ${request.url()} failed`),
  );
  page.on("request", (request) => {
    if (!request.url().startsWith("file://")) {
      complaints.push(`${name}: ${request.url()} leaves the machine`);
    }
  });
  await page.goto(pageUrl(name));
  return page;
}

/*
 * The book is opened as a reader would open it: from the file system, with a real browser, without a server. Where a
 * rule holds for every page, every page is opened.
 */
describe("The book in a browser", () => {
  it("opens every page without an error and without a request that leaves the machine", async () => {
    const page = await open("index.html");
    for (const name of pages) {
      await page.goto(pageUrl(name));
      const isWhole = await page.evaluate(
        `document.fonts.check('1rem "Source Serif 4"') && document.querySelectorAll("h1").length === 1`,
      );
      if (isWhole !== true) {
        complaints.push(`${name} lacks its heading or its type`);
      }
    }
    expect(complaints).toEqual([]);
  });

  it("is under 3 MB in all, and the first view of any page under 200 kB", async () => {
    const page = await open("index.html");
    let bytes = 0;
    page.on("request", (request) => {
      bytes += statSync(new URL(request.url())).size;
    });
    const heavy: string[] = [];
    for (const name of pages) {
      bytes = 0;
      await page.goto(pageUrl(name));
      await page.evaluate("document.fonts.ready");
      if (bytes > 200_000) {
        heavy.push(`${name}: ${bytes}`);
      }
    }
    expect(heavy).toEqual([]);
    const files = readdirSync(BOOK, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => statSync(join(parentPath, name)).size);
    expect(files.reduce((sum, size) => sum + size)).toBeLessThan(3_000_000);
  });

  it("has a target for every link and anchor", async () => {
    const page = await open("index.html");
    const ids = new Map<string, Set<string>>();
    const links = new Map<string, string[]>();
    for (const name of pages) {
      await page.goto(pageUrl(name));
      const found = await page.evaluate<{ ids: string[]; links: string[] }>(`({
        ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
        links: [...document.querySelectorAll("a[href]")].map(({ href }) => href),
      })`);
      const twice = found.ids.filter((id, at) => found.ids.indexOf(id) !== at);
      complaints.push(...twice.map((id) => `${name}: #${id} twice`));
      ids.set(pageUrl(name), new Set(found.ids));
      links.set(name, found.links);
    }
    const broken = [...links].flatMap(([name, hrefs]) =>
      hrefs
        .filter((href) => !hasTarget(new URL(href), ids))
        .map((href) => `${name}: ${href}`),
    );
    expect([...complaints, ...broken]).toEqual([]);
  });

  it.each(["light", "dark"] as const)(
    "gives axe nothing to complain about in %s",
    async (colorScheme) => {
      const page = await open("index.html", { colorScheme });
      const found: string[] = [];
      for (const name of pages) {
        await page.goto(pageUrl(name));
        // The page's policy lets no script in, so the debugger brings the checker.
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate<AxeResults>(
          "axe.run({ resultTypes: ['violations'] })",
        );
        found.push(
          ...violations.map(
            ({ id, nodes }) =>
              `${name}: ${id}, ${nodes.length} times, first ${nodes[0]?.html.slice(0, 120)}`,
          ),
        );
      }
      expect(found).toEqual([]);
    },
  );

  it("draws cell 11 with the lanes of its tasks and the moments of its transcript", async () => {
    const page = await open("11-worker-pool.html");
    const lanes = page.locator("#run [data-lane] .name");
    expect(await lanes.allTextContents()).toEqual([
      "main",
      "Worker-0",
      "Worker-1",
    ]);
    const moments = await page.locator("#run .moment text").allTextContents();
    const printed = await page.locator("#output .ms").allTextContents();
    expect(new Set(moments)).toEqual(new Set(["0 ms", ...printed]));
    const marks = await page.locator("#run .print text").allTextContents();
    expect(marks.map(Number).toSorted((a, b) => a - b)).toEqual(
      printed.map((_, index) => index + 1),
    );
    expect(await page.locator("#run .item .took").count()).toBe(6);
  });

  it("shows cell 12's barging: consumers that were woken too late", async () => {
    const page = await open("12-sentinel-shutdown.html");
    expect(await page.locator("#run .robbed").count()).toBeGreaterThan(1);
  });

  it("moves output and lanes together when stepped through, by button and by key", async () => {
    const page = await open("11-worker-pool.html");
    const state = async () => ({
      hidden: await page.locator("#output li.later").count(),
      cursor: Number(await page.locator("#run .cursor").getAttribute("x1")),
      now: await page.locator("#run output").textContent(),
    });
    const run = page.locator("#run");
    const slider = run.locator("input[type=range]");
    await slider.focus();
    await page.keyboard.press("Home");
    expect(await state()).toEqual({
      hidden: 14,
      cursor: 0,
      now: "Before the first turn",
    });
    await run.getByRole("button", { name: "On by a line" }).click();
    const first = await state();
    expect(first.hidden).toBe(13);
    expect(first.now).toContain('prints line 1: "Produced: 0"');
    const mark = page.locator('#run .print[data-line="0"] text');
    expect(first.cursor).toBeGreaterThanOrEqual(
      Number(await mark.getAttribute("x")) - 1,
    );
    await page.keyboard.press("Tab");
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    const second = await state();
    expect(second.cursor).toBeGreaterThan(first.cursor);
    await run.getByRole("button", { name: "Back by a line" }).click();
    expect((await state()).hidden).toBe(14);
    await page.keyboard.press("Shift+Tab");
    await slider.focus();
    await page.keyboard.press("End");
    expect((await state()).hidden).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("finds back-pressure, and goes there by key", async () => {
    const page = await open("index.html");
    await page.keyboard.press("/");
    await page.keyboard.type("back-pressure");
    const found = page.locator("#found li");
    await found.first().waitFor();
    expect((await found.allTextContents()).join("\n")).toContain(
      "back-pressure",
    );
    expect((await found.allTextContents()).join("\n")).toContain(
      "11 Worker pool",
    );
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/textbook\/(?!index)/);
    expect(complaints).toEqual([]);
  });

  it("unfolds the rule that a link points to", async () => {
    const page = await open("11-worker-pool.html#rule-2");
    expect(await page.locator("#rule-2 details[open]").count()).toBe(1);
  });

  it("tells screen readers how a rule's test ended", async () => {
    const page = await open("11-worker-pool.html");
    expect(await page.locator("#rule-1 .sentence").ariaSnapshot()).toMatch(
      /holds: \w/,
    );
  });

  it("leads from any page to the lists of the other parts, also without script", async () => {
    const page = await open("kit-leaks.html", { javaScriptEnabled: false });
    await page.locator(".contents").getByText("The library").click();
    await page.waitForURL(/index\.html#library$/);
    await page.locator("#library").getByText("Sleep", { exact: true }).click();
    await page.waitForURL(/library-sleep\.html$/);
    expect(await page.locator(".contents [aria-current]").innerText()).toBe(
      "Sleep",
    );
  });

  it("remembers the theme from page to page", async () => {
    const page = await open("index.html", { colorScheme: "light" });
    const paper = (): Promise<unknown> =>
      page.evaluate(
        "getComputedStyle(document.documentElement).backgroundColor",
      );
    const light = await paper();
    await page.locator("button.theme").click();
    await page.locator("button.theme").click();
    const dark = await paper();
    expect(dark).not.toBe(light);
    await page.goto(pageUrl("concepts.html"));
    expect(await paper()).toBe(dark);
  });

  it("shows no sideways scroll on a phone", async () => {
    const page = await open("index.html", {
      viewport: { width: 360, height: 740 },
      isMobile: true,
    });
    const wide: string[] = [];
    for (const name of pages) {
      await page.goto(pageUrl(name));
      const width = await page.evaluate("document.documentElement.scrollWidth");
      if (width !== 360) {
        wide.push(`${name}: ${String(width)}`);
      }
    }
    expect(wide).toEqual([]);
  });

  it("is readable without script", async () => {
    const page = await open("11-worker-pool.html", {
      javaScriptEnabled: false,
    });
    const text = await page.locator("main").innerText();
    expect(text).toContain("All results: [0, 10, 20, 30, 40, 50]");
    expect(await page.locator("#run svg.timeline").isVisible()).toBe(true);
    expect(
      await page.locator(".stepper, .search, .theme").first().isVisible(),
    ).toBe(false);
    await page.locator(".rules summary").first().click();
    expect(await page.locator(".rules pre").first().isVisible()).toBe(true);
  });
});

/** Whether a link leads to a page of the book, and an anchor on it, or to another report. */
function hasTarget(url: URL, ids: ReadonlyMap<string, Set<string>>): boolean {
  const anchor = url.hash.slice(1);
  url.hash = "";
  const page = ids.get(url.href);
  if (page !== undefined) {
    return anchor === "" || page.has(anchor);
  }
  return url.pathname.includes("/reports/coverage/") && isFile(url);
}

function isFile(url: URL): boolean {
  try {
    return readFileSync(url).length > 0;
  } catch {
    return false;
  }
}
