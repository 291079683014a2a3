import { pageUrl, startBrowser } from "./browser.ts";

/** Takes the picture of cell 11's page that the README shows, from its title to the end of its timeline. */
async function main(): Promise<void> {
  const browser = await startBrowser();
  const page = await browser.newPage({
    viewport: { width: 1_360, height: 4_000 },
    colorScheme: "light",
  });
  await page.goto(pageUrl("11-worker-pool.html"));
  await page.evaluate("document.fonts.ready");
  const end = await page.locator("#run").boundingBox();
  const height = Math.ceil((end?.y ?? 0) + (end?.height ?? 0) + 24);
  await page.screenshot({
    path: "reports/preview.png",
    clip: { x: 0, y: 0, width: 1_360, height },
  });
  await browser.close();
}

await main();
