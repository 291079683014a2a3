import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
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
import { listen, PHONE, walk, WIDTH, type PageSeen } from "./walk.ts";

const pages = readdirSync(BOOK).filter((name) => name.endsWith(".html"));

/** Where each row begins that a line of code takes, or several of them; the first one behind its indentation. */
const ROWS = `(code) => {
  const range = document.createRange();
  const text = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  const boxOf = (index) => {
    range.setStart(text.currentNode, index);
    range.setEnd(text.currentNode, index + 1);
    return range.getBoundingClientRect();
  };
  text.nextNode();
  let { left, width, bottom: last } = boxOf(0);
  const rows = [left + width * code.textContent.search(/\\S|$/)];
  do {
    for (const { index } of text.currentNode.data.matchAll(/\\S/g)) {
      const { left, bottom } = boxOf(index);
      if (bottom > last + 8) {
        rows.push(left);
      }
      last = bottom;
    }
  } while (text.nextNode());
  return rows;
}`;

let browser: Browser;
let context: BrowserContext | undefined;
/** What a page did and must not do. */
let complaints: string[];
/** Every page. */
let seen: readonly PageSeen[];

beforeAll(async () => {
  browser = await startBrowser();
  seen = await walk(browser, pages);
}, 600_000);

afterAll(async () => {
  await browser.close();
});

beforeEach(() => {
  complaints = [];
});

afterEach(async () => {
  await context?.close();
  context = undefined;
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
  context.setDefaultTimeout(0); // a rule has a time limit, and a machine may be busy
  const page = await context.newPage();
  listen(page, (text) => complaints.push(`${name}: ${text}`));
  await page.goto(pageUrl(name));
  return page;
}

/*
 * The book is opened as a reader would open it: from the file system, with a real browser, without a server. Where a
 * rule holds for every page, every page was opened.
 */
describe("The book in a browser", () => {
  it("opens every page without an error and without a request that leaves the machine", () => {
    expect(seen.flatMap(({ complaints }) => complaints)).toEqual([]);
    const odd = seen.filter(({ isWhole }) => !isWhole);
    expect(namesOf(odd), "lack their heading or their type").toEqual([]);
  });

  it("is under 5 MB in all, under 4 MB without what plays, and the first view of any page under 250 kB", () => {
    const heavy = seen.filter(({ bytes }) => bytes > 250_000);
    expect(namesOf(heavy)).toEqual([]);
    const all = readdirSync(BOOK, { recursive: true, withFileTypes: true });
    const weigh = (isPart: (name: string) => boolean): number =>
      all
        .filter((entry) => entry.isFile() && isPart(entry.name))
        .map(({ parentPath, name }) => statSync(join(parentPath, name)).size)
        .reduce((sum, size) => sum + size);
    expect(weigh(() => true)).toBeLessThan(5_000_000);
    expect(weigh((name) => !name.startsWith("play."))).toBeLessThan(4_000_000);
  });

  it("has a target for every link and anchor", () => {
    const ids = new Map(
      seen.map(({ name, ids }) => [pageUrl(name), new Set(ids)]),
    );
    const broken = seen.flatMap(({ name, ids: own, links }) => [
      ...own
        .filter((id, at) => own.indexOf(id) !== at)
        .map((id) => `${name}: #${id} twice`),
      ...links
        .filter((href) => !hasTarget(new URL(href), ids))
        .map((href) => `${name}: ${href}`),
    ]);
    expect(broken).toEqual([]);
  });

  it("gives axe nothing to complain about, in light and in dark", () => {
    expect(seen.flatMap(({ violations }) => violations)).toEqual([]);
  });

  it("shows no sideways scroll on a phone", async () => {
    const wide = seen.filter(({ widthOnPhone }) => widthOnPhone > PHONE.width);
    expect(namesOf(wide)).toEqual([]);
    const page = await open("index.html", { viewport: PHONE, isMobile: true });
    expect(await page.evaluate(WIDTH)).toBe(PHONE.width);
  });

  it("calls no two cases of a rule the same", () => {
    const twice = seen.flatMap(({ name, twice }) =>
      twice.map((title) => `${name}: ${title}`),
    );
    expect(twice).toEqual([]);
  });

  it("breaks no name in a table in the middle of a word on a phone", () => {
    expect(seen.flatMap(({ brokenOnPhone }) => brokenOnPhone)).toEqual([]);
  });

  it("shows all but drawings without a sideways scroll on a phone", () => {
    expect(seen.flatMap(({ scrolledOnPhone }) => scrolledOnPhone)).toEqual([]);
  });

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

  it("draws each other outcome of cell 11 that it lists, and scrolls to where it departs", async () => {
    const page = await open("11-worker-pool.html");
    await page.locator("#luck .others summary").click();
    const drawings = page.locator("#luck .others li");
    expect(await drawings.count()).toBe(7);
    for (const drawing of await drawings.all()) {
      const way = await drawing.locator(".way code").innerText();
      const frames = drawing.locator(".canvas .departures rect");
      expect(await frames.count()).toBe(way.split("\n").length);
      const canvas = await drawing.locator(".canvas").boundingBox();
      const frame = await frames.first().boundingBox();
      expect(frame?.x).toBeGreaterThan(canvas?.x ?? 0);
      expect((frame?.x ?? 0) + (frame?.width ?? 0)).toBeLessThan(
        (canvas?.x ?? 0) + (canvas?.width ?? 0),
      );
    }
    expect(complaints).toEqual([]);
  });

  it("shows cell 12's barging: consumers that were woken too late", async () => {
    const page = await open("12-sentinel-shutdown.html");
    expect(await page.locator("#run .robbed").count()).toBeGreaterThan(1);
  });

  /** What is seen of cell 11's run at the moment. */
  async function momentOf(page: Page) {
    const run = page.locator("#run");
    return {
      hidden: await page.locator("#output li.later").count(),
      printed: await page.locator("#output li.latest code").allTextContents(),
      source: await run.locator(".program li.now").allTextContents(),
      cursor: Number(await run.locator(".cursor").getAttribute("x1")),
      now: await run.locator("output").innerText(),
      address: new URL(page.url()).hash,
    };
  }

  it("shows the whole run until the reader takes the first of its steps, from turn 0", async () => {
    const page = await open("11-worker-pool.html");
    const run = page.locator("#run");
    expect(await momentOf(page)).toMatchObject({ hidden: 0, source: [] });
    expect(await run.locator("input").inputValue()).toBe("0");
    expect(await run.locator(".veil").isVisible()).toBe(false);
    await run.getByRole("button", { name: "On by a step" }).click();
    expect(await momentOf(page)).toMatchObject({
      hidden: 14,
      now: "Turn 1: 0 ms main creates the task Worker-0; creates the task Worker-1; sleeps 10 ms",
      source: ["    await sleep(10);"],
      address: "#turn-1",
    });
    await run.getByRole("button", { name: "Restart" }).click();
    expect(await momentOf(page)).toMatchObject({
      hidden: 14,
      cursor: 0,
      now: "Turn 0: before anything runs",
      address: "#turn-0",
    });
    expect(complaints).toEqual([]);
  });

  it("lights line, lane and output together, step by step, by button and by key", async () => {
    const page = await open("11-worker-pool.html");
    const run = page.locator("#run");
    await page.keyboard.press("ArrowRight");
    expect((await run.boundingBox())?.y).toBeLessThan(200);
    await run.getByRole("button", { name: "On by a line" }).click();
    const first = await momentOf(page);
    expect(first).toMatchObject({
      hidden: 13,
      printed: ["  Produced: 0"],
      source: ["    console.log(`  Produced: ${i}`);"],
    });
    const mark = page.locator("#run .print text").getByText("1", {
      exact: true,
    });
    expect(first.cursor).toBeGreaterThanOrEqual(
      Number(await mark.getAttribute("x")) - 1,
    );
    await page.keyboard.press("ArrowRight");
    const second = await momentOf(page);
    expect(second.cursor).toBeGreaterThan(first.cursor);
    expect(second.source).toEqual(["    await sleep(10);"]);
    await run.getByRole("button", { name: "Back by a line" }).click();
    expect((await momentOf(page)).hidden).toBe(14);
    await run.locator("input").focus();
    await page.keyboard.press("End");
    expect((await momentOf(page)).hidden).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("shows program, drawing, output and buttons on one screen", async () => {
    const page = await open("11-worker-pool.html#turn-14");
    expect(await momentOf(page)).toMatchObject({
      printed: ["  Worker-0 processed: 2 -> 20"],
      address: "#turn-14",
    });
    for (const part of [
      ".program li.now",
      "#timeline .canvas",
      "#output .latest",
      ".stepper output",
    ]) {
      const box = await page.locator(`#run ${part}`).boundingBox();
      expect(box?.y).toBeGreaterThan(50);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(900);
    }
  });

  it("plays a run to its end, from wherever the reader is", async () => {
    const page = await open("11-worker-pool.html#turn-22");
    const run = page.locator("#run");
    await run.locator("select").selectOption("4");
    // At once, however slow the machine is: the run must not end before it is looked at.
    const label = await page.evaluate(`{
      const button = document.querySelector("#run [aria-label='Play']");
      button.click();
      button.ariaLabel;
    }`);
    expect(label).toBe("Pause");
    await page.locator("#output li.latest", { hasText: "results" }).waitFor();
    await run.getByRole("button", { name: "Play" }).waitFor();
    expect((await momentOf(page)).hidden).toBe(0);
  });

  it("tries as many orders of a reader's program as it says, and offers to go on", async () => {
    const page = await open("12-sentinel-shutdown.html");
    await page.getByRole("button", { name: "Edit and run" }).click();
    await page.getByRole("button", { name: "Every order" }).click();
    // It was asked for while the first run was still under way.
    await page.getByText("2,000 orders tried: 2 endings.").waitFor();
    const goesOn = page.getByRole("button", { name: "Go on with the orders" });
    expect(await goesOn.isVisible()).toBe(true);
  });

  it("keeps the names of the lanes where they are as a drawing is scrolled, and its text at 11 px or more", async () => {
    for (const width of [1_280, 1_024, 390]) {
      const page = await open("11-worker-pool.html", {
        viewport: { width, height: 800 },
      });
      const name = page.locator("#run [data-lane] .name").first();
      const before = await name.boundingBox();
      await page.evaluate(
        `document.querySelector("#run .canvas").scrollTo(9999, 0)`,
      );
      expect((await name.boundingBox())?.x).toBe(before?.x);
      const sizes = await page.evaluate<number[]>(`
        [...document.querySelectorAll("svg text")]
          .filter((text) => text.checkVisibility())
          .map((text) => {
            const svg = text.ownerSVGElement;
            const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
            return parseFloat(getComputedStyle(text).fontSize) * scale;
          })`);
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11);
      await page.context().close();
    }
  });

  it.each([1_280, 1_024, 390])(
    "shows what differs from Python in full, %i px wide",
    async (width) => {
      const page = await open("library-coming-from-python.html", {
        viewport: { width, height: 800 },
      });
      const hidden = await page.evaluate<number>(
        `Math.max(...[...document.querySelectorAll(".wide")].map((it) => it.scrollWidth - it.clientWidth))`,
      );
      expect(hidden).toBe(0);
    },
  );

  it("shows what the search finds within a phone's screen", async () => {
    const page = await open("index.html", {
      viewport: PHONE,
      isMobile: true,
    });
    await page.locator("#search").fill("deadlock");
    const found = page.locator("#found");
    await found.locator("li").first().waitFor();
    const box = await found.boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
  });

  it("lays no button over what it copies, where nobody can hover", async () => {
    const page = await open("kit-bounded-buffer.html", {
      viewport: PHONE,
      isMobile: true,
      hasTouch: true,
    });
    const covered = await page.evaluate<string[]>(`
      [...document.querySelectorAll(".copyable > .copy")]
        .filter((button) => {
          const range = document.createRange();
          range.selectNodeContents(button.parentElement.firstElementChild);
          const { left, bottom } = button.getBoundingClientRect();
          return [...range.getClientRects()].some((text) => text.right > left && text.top < bottom);
        })
        .map((button) => button.parentElement.textContent.slice(0, 40))
    `);
    expect(await page.locator(".copyable > .copy").count()).toBeGreaterThan(2);
    expect(covered).toEqual([]);
  });

  it.each(["01-async-range.html", "kit-bounded-buffer.html"])(
    "sets what a phone breaks off a line of a program further in than the line: %s",
    async (name) => {
      const page = await open(name, { viewport: PHONE });
      const lines = await page.evaluate<number[][]>(
        `[...document.querySelectorAll(".program li")].map(${ROWS})`,
      );
      const broken = lines.filter((rows) => rows.length > 1);
      expect(broken.length).toBeGreaterThan(5);
      for (const [first = 0, ...others] of broken) {
        expect(Math.min(...others)).toBeGreaterThan(first + 20);
      }
    },
  );

  it("sets what a phone breaks off a line of other code further in than where lines begin", async () => {
    const page = await open("use-it.html", { viewport: PHONE });
    const [first = 0, second = 0] = await page.evaluate<number[]>(
      `(${ROWS})(document.querySelector("pre.code"))`,
    );
    expect(second).toBeGreaterThan(first + 20);
  });

  it("lines up a run among the rules, and lets its words be unfolded", async () => {
    const page = await open("kit-bounded-buffer.html");
    const run = page.locator(".rules .run").first();
    const [terminal, drawing] = await Promise.all(
      [".terminal", ".drawing"].map((part) => run.locator(part).boundingBox()),
    );
    expect(terminal?.x).toBe(drawing?.x);
    const marker =
      "getComputedStyle(document.querySelector('.rules .words summary')).listStyleType";
    expect(await page.evaluate(marker)).toBe("disclosure-closed");
  });

  it("prints what is unfolded, and no heading above what is not", async () => {
    const page = await open("library-task.html");
    await page.emulateMedia({ media: "print" });
    const source = page.locator("#source");
    expect(await source.isVisible()).toBe(false);
    await page.emulateMedia({ media: "screen" });
    await source.locator("summary").click();
    await page.emulateMedia({ media: "print" });
    expect(await source.isVisible()).toBe(true);
  });

  it("prints no row of a table on two pages", async () => {
    const page = await open("11-worker-pool.html");
    await page.emulateMedia({ media: "print" });
    const broken = await page.evaluate<number>(
      `[...document.querySelectorAll("tr")].filter((row) => getComputedStyle(row).breakInside !== "avoid").length`,
    );
    expect(broken).toBe(0);
  });

  it("prints the whole drawing, and the bars of what ran", async () => {
    const page = await open("11-worker-pool.html", {
      viewport: { width: 700, height: 1_000 },
    });
    await page.emulateMedia({ media: "print" });
    const parts = page.locator("#run .bands > svg");
    expect(await parts.count()).toBeGreaterThan(1);
    for (const part of await parts.all()) {
      const box = await part.boundingBox();
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(700);
      expect(box?.height).toBeGreaterThan(200);
    }
    // What it is hatched with stands in the drawing that paper does not have.
    const hatch = await page.evaluate(
      `getComputedStyle(document.querySelector("#run .canvas .hatch path")).visibility`,
    );
    expect(hatch).toBe("visible");
    const adjust = await page.evaluate(
      `getComputedStyle(document.querySelector(".program li"), "::after").printColorAdjust`,
    );
    expect(adjust).toBe("exact");
  });

  // From the index, two clicks at most, and the answer stands on the screen that comes.
  it.each([
    [
      ["Who gets the item first, and why?"],
      "A put wakes the task that has waited longest",
    ],
    [
      ["What becomes of a cancelled worker's item?"],
      "it takes its item with it",
    ],
    [["Is this order guaranteed?"], "it rests on the rule of turns"],
    [
      ["How do I close a generator early?"],
      "By leaving the loop: break, return and throw close it",
    ],
    [["How do I port async with?"], "A call of asyncWith with a function"],
    [["What does join wait for?"], "Until taskDone has been called once"],
    [["How do I test this?", "Test with it"], "A test file for vitest"],
    [["How do I use this?", "Use it"], "npm install"],
    [
      ["What does back-pressure look like?"],
      "The producer waits in put while the queue is full",
    ],
    [
      ["What differs from Python here?"],
      "aborts a signal, and ends only the waits that were given it",
    ],
  ])("answers in two clicks from the index: %j", async (clicks, answer) => {
    const page = await open("index.html");
    for (const click of clicks) {
      const links = page.locator("main a:visible");
      await links.getByText(click, { exact: true }).first().click();
    }
    const text = page.locator("main").getByText(answer).first();
    await text.waitFor();
    const box = await text.boundingBox();
    expect(box?.y).toBeGreaterThan(0);
    expect(box?.y).toBeLessThan(900);
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
    expect(await page.locator("#rule-1 summary span").ariaSnapshot()).toMatch(
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

  it("is readable without script", async () => {
    const page = await open("11-worker-pool.html", {
      javaScriptEnabled: false,
    });
    const text = await page.locator("main").innerText();
    expect(text).toContain("All results: [0, 10, 20, 30, 40, 50]");
    expect(await page.locator("#run svg[role=img]").isVisible()).toBe(true);
    expect(
      await page.locator(".stepper, .search, .theme").first().isVisible(),
    ).toBe(false);
    await page.locator(".rules summary").first().click();
    expect(await page.locator(".rules pre").first().isVisible()).toBe(true);
  });
});

function namesOf(pages: readonly PageSeen[]): string[] {
  return pages.map(({ name }) => name);
}

/** Whether a link leads to a page of the book, and an anchor on it, or to another report. */
function hasTarget(url: URL, ids: ReadonlyMap<string, Set<string>>): boolean {
  const anchor = url.hash.slice(1);
  url.hash = "";
  const page = ids.get(url.href);
  if (page !== undefined) {
    const isProgram = /^(?:mend\.|edit\b)/.test(anchor);
    return anchor === "" || isProgram || page.has(anchor);
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
