import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explore } from "async-patterns/testing";
import { cells, pathOf } from "../../../src/chapter/contents.ts";
import { pageUrl } from "./browser.ts";
import {
  FIREFOX,
  startFirefox,
  type Browser,
  type Page,
} from "./firefox/firefox.ts";
import { NOTHING, reachOutside } from "./outside.ts";
import {
  beginningWith,
  endingsOf,
  FAILURES,
  PASTED,
  MARKED,
  nameOf,
  ORDERS,
  SEEN,
  TRANSCRIPTS,
  type Orders,
  type Seen,
} from "./play-cases.ts";

const hasFirefox = existsSync(FIREFOX);
if (!hasFirefox) {
  console.log(
    `Firefox is not asked how pages play: there is none at ${FIREFOX}`,
  );
}

let browser: Browser;
let page: Page;

/** Does something in the page, and waits until the run or search that it begins has ended. */
async function rests(act: string): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    const count = () => Number(document.querySelector(".player")?.dataset.rests ?? 0);
    const before = count();
    const look = () => {
      if (count() > before) {
        observer.disconnect();
        resolve();
      }
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true, attributes: true });
    ${act};
  })`);
}

/** Opens a page of the book afresh, and has it play. */
async function play(name: string): Promise<void> {
  await page.goto("about:blank");
  await page.goto(pageUrl(name));
  await rests(`document.querySelector(".edit").click()`);
}

/** Has the blank page play, or takes the one that does: what is typed there is all that a run knows. */
async function playBlank(): Promise<void> {
  const plays = await page.evaluate(
    `location.pathname.endsWith("/blank-page.html") && document.querySelector(".player") !== null`,
  );
  if (plays !== true) {
    await play("blank-page.html");
  }
}

async function click(button: string): Promise<void> {
  await rests(
    `[...document.querySelectorAll(".player button")].find((it) => it.textContent === "${button}").click()`,
  );
}

/** Types a program and runs it. */
async function typed(text: string): Promise<void> {
  await rests(`
    const area = document.querySelector("textarea");
    area.value = ${JSON.stringify(text)};
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true }))`);
}

async function seen(): Promise<Seen> {
  return (await page.evaluate(SEEN)) as Seen;
}

async function output(): Promise<unknown> {
  return page.evaluate(`document.querySelector("#output").innerText`);
}

/** Words and places that are Firefox's own. */
const OWN: Readonly<Record<string, readonly [string, number | undefined]>> = {
  "an error that only the browser's parser finds": [
    "Cannot read the program: redeclaration of let a",
    3,
  ],
  "an interval that nobody clears": [
    "Error: Cannot finish: more than 10,000 timers were set, and the program goes on",
    undefined,
  ],
};

/*
 * What the rules of Chromium say of pages that play is true in Firefox, which has another engine: its stacks are not V8's.
 */
describe.skipIf(!hasFirefox)("A page that plays in Firefox", () => {
  beforeAll(async () => {
    browser = await startFirefox();
    page = await browser.newPage();
  }, 300_000);

  afterAll(() => browser.close());

  it.each(cells.map(({ number, title }) => [number, title] as const))(
    "runs cell %i, %s, as CPython does",
    async (number) => {
      await play(nameOf(number));
      expect(await seen()).toEqual({
        lines: TRANSCRIPTS[number],
        error: undefined,
      });
    },
  );

  it.each([
    [11, 192],
    [12, 2_000],
  ])("tries the orders of cell %i as Node does", async (number, schedules) => {
    const cell = pathOf(cells[number - 1] as never);
    const { main } = (await import(
      /* @vite-ignore */ `../../../src/chapter/${cell}`
    )) as { main: () => Promise<void> };
    const found = await explore(main, { schedules });
    await play(nameOf(number));
    await click("Every order");
    const shown = (await page.evaluate(ORDERS)) as Orders;
    expect(shown.verdict).toContain(
      `${schedules.toLocaleString("en-US")} orders`,
    );
    expect(shown.verdict).toContain(`in ${found.outcomes.length} ways`);
    expect(shown.outcomes).toEqual(endingsOf(found));
  });

  it("names who waits in a deadlock, and says that it has no places", async () => {
    await play(nameOf(11));
    await click("Delete taskDone");
    expect((await seen()).error).toBe(
      [
        "DeadlockError: Cannot finish: nothing is ready and no timer is pending",
        "  main waits for AsyncQueue.join since 60 ms; taken from it so far by Worker-0 (waits), Worker-1 (waits)",
        "  Worker-0 waits for AsyncQueue.get since 70 ms; put into it so far by main (waits)",
        "  Worker-1 waits for AsyncQueue.get since 80 ms; put into it so far by main (waits)",
      ].join("\n"),
    );
    expect(await output()).toContain(
      "This browser does not tell where in the program",
    );
  });

  it.each(FAILURES)("tells %s", async (what, program, error, line) => {
    const [words, place] = OWN[what] ?? [error, line];
    await playBlank();
    await typed(program);
    expect((await seen()).error).toMatch(beginningWith(words));
    expect(await page.evaluate(MARKED)).toEqual(
      place === undefined ? [] : [place],
    );
  });

  it.each(PASTED.filter(([what]) => what !== "one that shows where it is"))(
    "runs %s",
    async (_, program, lines) => {
      await playBlank();
      await typed(program);
      expect(await seen()).toEqual({ lines, error: undefined });
    },
  );

  it("lets a program reach nothing outside of the page", async () => {
    await playBlank();
    const reached = await reachOutside(async (program) => {
      await typed(program);
      return seen();
    });
    expect(reached).toEqual(NOTHING);
  });
});
