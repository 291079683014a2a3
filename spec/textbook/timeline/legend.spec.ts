import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { main as workers } from "../../../src/chapter/4-producer-consumer/11-worker-pool.ts";
import { main as sentinels } from "../../../src/chapter/4-producer-consumer/12-sentinel-shutdown.ts";
import { main as resource } from "../../../src/chapter/6-error-handling/15-safe-resource.ts";
import { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import { sleep } from "../../../src/patterns/sleep.ts";
import { createTask } from "../../../src/patterns/task.ts";
import { Legend } from "../../../src/textbook/timeline/legend.tsx";
import { layOut } from "../../../src/textbook/timeline/layout.ts";
import { recorded } from "../fixtures.ts";

async function rendered(main: () => unknown): Promise<string> {
  const { timeline } = await recorded(main);
  return renderToString(h(Legend, { layout: layOut(timeline) }));
}

/** What stands behind each swatch. */
async function entriesOf(main: () => unknown): Promise<string[]> {
  const found = (await rendered(main)).matchAll(/<\/svg>([^<]*)</g);
  return Array.from(found, ([, text = ""]) => text);
}

/*
 * A drawing is explained where it stands. The legend has a swatch for each thing that this drawing shows, and none for what
 * it does not show.
 */
describe("The legend of a drawing", () => {
  it("the legend explains what the drawing uses, and nothing else", async () => {
    expect(await entriesOf(workers)).toEqual([
      "runs",
      "ready, waits for its turn",
      "sleeps",
      "waits for an item",
      "waits for others",
      "an item, from put to get",
      "wakes",
      "prints that line of the output",
      "is cancelled",
    ]);
  });

  it("a consumer that was woken too late is told from one that ends", async () => {
    expect(await entriesOf(sentinels)).toEqual([
      "runs",
      "ready, waits for its turn",
      "waits for an item",
      "waits for others",
      "an item, from put to get",
      "wakes",
      "woken too late: the item is gone",
      "prints that line of the output",
      "returns",
    ]);
  });

  it("contexts are explained where the run enters some", async () => {
    expect(await entriesOf(resource)).toEqual([
      "runs",
      "inside a context manager",
      "prints that line of the output",
    ]);
  });

  it("a sleep is told from a wait for something of the program's own", async () => {
    const main = async (): Promise<void> => {
      createTask(() => new Promise((resolve) => setTimeout(resolve, 5)));
      await sleep(10);
    };
    expect(await entriesOf(main)).toEqual([
      "runs",
      "ready, waits for its turn",
      "sleeps",
      "waits for something else",
      "returns",
    ]);
  });

  it("a wait for room is told from a wait for a task, and a failure from a return", async () => {
    const main = async (): Promise<void> => {
      const queue = new AsyncQueue<string>(1);
      await queue.put("A");
      const full = createTask(() => queue.put("B"));
      const failing = createTask(() => Promise.reject(new Error("lost")));
      await expect(failing).rejects.toThrow("lost");
      await queue.get();
      await full;
    };
    expect(await entriesOf(main)).toEqual([
      "runs",
      "ready, waits for its turn",
      "waits for room",
      "waits for others",
      "an item, from put to get",
      "wakes",
      "returns",
      "fails",
    ]);
  });

  it("each thing looks as it does in the drawing, and its meaning stands behind it", async () => {
    const html = await rendered(() => console.log("at once"));
    expect(html.replaceAll(/<svg[^>]*>/g, "<svg>")).toContain(
      '<ul class="legend">' +
        '<li><svg><rect class="runs" x="1" y="2" width="24" height="10"></rect></svg>runs</li>' +
        '<li><svg><path class="tick" d="M13 14V10"></path><text x="13" y="8">3</text></svg>prints that line of the output</li>' +
        "</ul>",
    );
  });

  it("the legend says whether time passes from left to right, or only turns follow one another", async () => {
    expect(await rendered(workers)).toContain(
      "<p>Time passes from left to right.",
    );
    expect(await rendered(sentinels)).toContain(
      "<p>Everything happens at 0 ms: the turns follow one another from left to right, as numbered below.</p>",
    );
  });
});
