import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BOOK, startBrowser } from "./browser.ts";

const FILE = new URL("../textbook.html", BOOK).href;

let browser: Browser;
let page: Page;
/** What the file did and must not do. */
const complaints: string[] = [];

beforeAll(async () => {
  browser = await startBrowser();
  page = await browser.newPage({ viewport: { width: 1_280, height: 900 } });
  page.setDefaultTimeout(600_000);
  page.on("console", (message) => complaints.push(message.text()));
  page.on("request", (request) => {
    if (request.url() !== FILE && !request.url().startsWith("data:")) {
      complaints.push(`${request.url()} is asked for`);
    }
  });
  await page.goto(FILE);
}, 600_000);

afterAll(async () => {
  await browser.close();
});

/*
 * The whole book as one file is opened once, since it is as long as all the pages together.
 */
describe("The book as one file in a browser", () => {
  it("opens without a complaint, and has the type of the book", async () => {
    const isWhole = await page.evaluate(
      `document.fonts.ready.then(() => document.fonts.check('1rem "Source Serif 4"'))`,
    );
    expect({ isWhole, complaints }).toEqual({ isWhole: true, complaints: [] });
  });

  it("each link leads to a place in it, which no other has", async () => {
    const found = await page.evaluate<{ ids: string[]; links: string[] }>(`({
      ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
      links: [...document.querySelectorAll("a")].map((link) => link.getAttribute("href") ?? link.outerHTML),
    })`);
    const ids = new Set(found.ids);
    expect(found.ids.length).toBe(ids.size);
    expect(
      found.links.filter((href) => !ids.has(href.replace(/^#/, ""))),
    ).toEqual([]);
  });

  it("shows nothing that needs script", async () => {
    const dead = await page.evaluate<string[]>(`
      [...document.querySelectorAll("button, input, select, .stepper, .search")]
        .filter((control) => control.checkVisibility())
        .map((control) => control.outerHTML.slice(0, 100))`);
    expect(dead).toEqual([]);
  });

  it("leads from the contents to a cell, and back", async () => {
    await page.getByRole("link", { name: "Worker pool" }).first().click();
    expect(new URL(page.url()).hash).toBe("#11-worker-pool");
    await page.locator('[id="11-worker-pool"] .up').click();
    expect(new URL(page.url()).hash).toBe("#index");
  });

  it("fits a phone, and is dark where that is wished for", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: "dark" });
    const look = await page.evaluate(`({
      width: document.documentElement.scrollWidth,
      paper: getComputedStyle(document.documentElement).backgroundColor,
    })`);
    expect(look).toEqual({ width: 390, paper: "rgb(23, 24, 27)" });
  });

  it("shows on paper whole drawings and all of the code", async () => {
    await page.setViewportSize({ width: 700, height: 1_000 });
    await page.emulateMedia({ colorScheme: "light", media: "print" });
    const cut = await page.evaluate<string[]>(`
      [...document.querySelectorAll("pre, .bands > svg, .listing-box, .terminal")]
        .filter((part) => part.checkVisibility())
        .filter((part) => part.getBoundingClientRect().right > 700 || part.scrollHeight > part.clientHeight + 2 && getComputedStyle(part).overflowY !== "visible")
        .map((part) => part.closest("article").id + ": " + part.outerHTML.slice(0, 80))`);
    expect(cut).toEqual([]);
  });
});
