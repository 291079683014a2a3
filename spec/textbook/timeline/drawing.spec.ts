import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import {
  main as tracked,
  TrackedResource,
} from "../../../src/chapter/3-async-context-managers/08-lifecycle-events.ts";
import { main as workers } from "../../../src/chapter/4-producer-consumer/11-worker-pool.ts";
import { main as sentinels } from "../../../src/chapter/4-producer-consumer/12-sentinel-shutdown.ts";
import { main as resource } from "../../../src/chapter/6-error-handling/15-safe-resource.ts";
import { asyncWith } from "../../../src/patterns/async-context-manager.ts";
import { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import { sleep } from "../../../src/patterns/sleep.ts";
import { createTask } from "../../../src/patterns/task.ts";
import { holding } from "../../../src/textbook/client/play/held.ts";
import { Bands, Drawing } from "../../../src/textbook/timeline/drawing.tsx";
import { layOut } from "../../../src/textbook/timeline/layout.ts";
import type { RunEvent } from "../../../src/textbook/facts.ts";
import { recorded } from "../fixtures.ts";

async function drawn(main: () => unknown): Promise<string> {
  const { timeline } = await recorded(main);
  return renderToString(h(Drawing, { layout: layOut(timeline), id: "run" }));
}

/** The texts in elements of a class, in order. */
function textsOf(svg: string, name: string): string[] {
  const found = svg.matchAll(
    new RegExp(`<text[^>]*class="${name}"[^>]*>([^<]*)<`, "g"),
  );
  return Array.from(found, ([, text = ""]) => text);
}

function count(svg: string, text: string): number {
  return svg.split(text).length - 1;
}

/*
 * The drawing is SVG. A lane tells what its code does by a pattern, not by a colour alone: a black bar runs, a white one is
 * ready, a dotted line sleeps, a hatched bar waits.
 */
describe("The drawing of a run", () => {
  it("each task has a lane and each queue a row, by name", async () => {
    expect(textsOf(await drawn(workers), "name")).toEqual([
      "main",
      "Worker-0",
      "Worker-1",
      "AsyncQueue",
    ]);
  });

  it("a printed line has its number where it was printed", async () => {
    const svg = await drawn(workers);
    const [, prints = ""] = /class="print">(.*?)<\/g>/.exec(svg) ?? [];
    const numbers = Array.from(prints.matchAll(/>(\d+)</g), ([, n]) => n);
    expect(numbers.map(Number).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 14 }, (_, line) => line + 1),
    );
  });

  it("the title says in a line what the drawing shows", async () => {
    expect(await drawn(workers)).toContain(
      '<title id="run-title">The run, drawn: main, Worker-0, Worker-1; 25 turns in 80 ms.</title>',
    );
  });

  it("barging is visible: whoever was woken too late is marked", async () => {
    expect(count(await drawn(sentinels), "too late")).toBe(4);
  });

  it("back-pressure is visible: a full queue shows its limit, and who waits for room", async () => {
    const svg = await drawn(async () => {
      const queue = new AsyncQueue<string>(1);
      const producer = createTask(
        async () => {
          await queue.put("quite a long one");
          await queue.put("B");
        },
        { name: "producer" },
      );
      await sleep(50);
      await queue.get();
      await producer;
    });
    const [, words = ""] = /class="what">(.*?)<\/g>/.exec(svg) ?? [];
    expect(words).toContain(">put: full<");
    expect(
      svg.indexOf('class="what"'),
      "no curve crosses the words",
    ).toBeGreaterThan(svg.lastIndexOf('class="item"'));
    expect(textsOf(svg, "full")).toEqual(["full"]);
    expect(svg).toContain("url(#run-put)");
    expect(svg).toContain("'quite …");
  });

  it("a context is a span, with the error that ended it", async () => {
    const svg = await drawn(resource);
    expect(svg).toContain(">SafeResource</text>");
    expect(svg).toContain(
      'SafeResource 2<tspan class="error">: Error: connection lost</tspan>',
    );
    expect(count(svg, 'class="context"')).toBe(1);
    expect(count(svg, 'class="context threw"')).toBe(1);
  });

  it("an object that a block holds with `await using` is a span, from its first line to its disposal", async () => {
    const { timeline } = await holding([TrackedResource], () =>
      recorded(async () => {
        console.log("before");
        await tracked();
      }),
    );
    expect(timeline.map(({ kind }) => kind)).toEqual([
      "printed",
      "entered",
      "exited",
      "printed",
    ]);
    const svg = renderToString(
      h(Drawing, { layout: layOut(timeline), id: "run" }),
    );
    expect(svg).toContain(">TrackedResource</text>");
    const { timeline: unseen } = await recorded(tracked);
    expect(unseen.map(({ kind }) => kind)).toEqual(["printed"]);
  });

  it("a context that was never left stays open", async () => {
    const manager = {
      enter: async (): Promise<void> => {},
      exit: async (): Promise<void> => {},
    };
    const svg = await drawn(() => {
      createTask(() => asyncWith(manager, () => sleep(5)));
      return sleep(1);
    });
    expect(count(svg, 'class="context"')).toBe(1);
  });

  it("each task has a mark for how it ended", async () => {
    const svg = await drawn(async () => {
      const tasks = [
        createTask(() => 1),
        createTask(() => Promise.reject(new Error("lost"))),
        createTask((signal) => sleep(100, { signal })),
      ];
      const settled = Promise.allSettled(tasks);
      await sleep(1);
      tasks.at(-1)?.cancel();
      await settled;
    });
    const ends = Array.from(
      svg.matchAll(/class="end (\w+)"/g),
      ([, how]) => how,
    );
    expect(ends).toEqual(["returned", "failed", "cancelled"]);
  });

  it("an item that nobody takes ends in the queue", async () => {
    const svg = await drawn(() => new AsyncQueue<string>().put("A"));
    expect(count(svg, 'class="put"')).toBe(1);
    expect(count(svg, 'class="took"')).toBe(0);
  });

  it("an item that comes back to its producer does so in a bow", async () => {
    const svg = await drawn(async () => {
      const queue = new AsyncQueue<string>();
      await queue.put("A");
      await queue.get();
    });
    expect(count(svg, 'class="took"')).toBe(1);
  });

  it("turns are numbered as far as there is room", async () => {
    const svg = await drawn(async () => {
      for (let turn = 1; turn < 200; turn++) {
        await sleep(0);
      }
    });
    const numbers =
      svg.slice(svg.indexOf('class="turns"')).match(/<text/g) ?? [];
    expect(numbers.length).toBeGreaterThan(50);
    expect(numbers.length).toBeLessThan(200);
  });

  it("on paper it is cut into parts that are not too wide, each where a turn ends, with the names beside it", async () => {
    const { timeline } = await recorded(workers);
    const layout = layOut(timeline);
    const html = renderToString(h(Bands, { layout, id: "run" }));
    const parts = Array.from(
      html.matchAll(/<svg x="([\d.]+)"[^>]* width="([\d.]+)"/g),
      ([, from, width]) => ({ from: Number(from), width: Number(width) }),
    );
    expect(parts.length).toBeGreaterThan(1);
    let end = 0;
    for (const { from, width } of parts) {
      expect(from).toBe(end);
      expect(width).toBeLessThan(560);
      end = from + width;
    }
    expect(end).toBe(layout.width + 14);
    const ends = layout.turns.map(({ to }) => to + 2);
    expect(ends).toEqual(
      expect.arrayContaining(parts.slice(1).map(({ from }) => from)),
    );
    expect(count(html, "#run-names")).toBe(parts.length);
    expect(count(html, "#run-drawn")).toBe(parts.length);
    const nothing = h(Bands, { layout: layOut([]), id: "run" });
    expect(renderToString(nothing)).not.toContain("svg");
  });

  it("a run of one turn is summed up in the singular", async () => {
    const svg = await drawn(async () => new AsyncQueue<number>().putNowait(1));
    expect(svg).toContain("The run, drawn: main; a single turn in 0 ms.");
  });

  it("on paper a turn that is too long is cut as well", async () => {
    const { timeline } = await recorded(async () => {
      const queue = new AsyncQueue<number>();
      for (let n = 0; n < 100; n++) {
        queue.putNowait(n);
      }
    });
    const layout = layOut(timeline);
    const html = renderToString(h(Bands, { layout, id: "run" }));
    const widths = Array.from(
      html.matchAll(/<svg x="[\d.]+"[^>]* width="([\d.]+)"/g),
      ([, width]) => Number(width),
    );
    expect(layout.turns.length).toBe(1);
    expect(widths.length).toBe(Math.ceil(layout.width / 500));
    expect(Math.max(...widths)).toBeLessThan(560);
    // The label of the moment stands in the middle, and is not cut.
    const cuts = widths.map((_, at) =>
      widths.slice(0, at + 1).reduce((sum, width) => sum + width),
    );
    const middle = layout.width / 2;
    expect(Math.min(...cuts.map((x) => Math.abs(x - middle)))).toBeGreaterThan(
      20,
    );
  });

  it("a turn that departs from the ordinary order has a frame, and a word above where there is room", async () => {
    const { timeline } = await recorded(workers);
    const turns = layOut(timeline).turns.map(({ events }) =>
      timeline.indexOf(events[0] as RunEvent),
    );
    const at = (...numbers: number[]): string =>
      renderToString(
        h(Drawing, {
          layout: layOut(
            timeline,
            numbers.map((turn) => turns[turn - 1] as number),
          ),
          id: "run",
        }),
      );
    const svg = at(2, 3, 25);
    const frames = /class="departures">(.*?)<\/g>/.exec(svg)?.[1] ?? "";
    expect(count(frames, "<rect")).toBe(3);
    expect(count(frames, ">departure<")).toBe(2);
    expect(svg).toContain("It departs at turn 2, 3, 25.");
    const right = Number(/data-right="(\d+)"/.exec(svg)?.[1]);
    const words = [...frames.matchAll(/<text x="([\d.]+)"/g)];
    expect(Number(words.at(-1)?.[1])).toBeLessThan(right - 50);
    expect(at()).not.toContain("departure");
  });

  it("code that waits for something of its own is shown, too", async () => {
    const svg = await drawn(async () => {
      createTask(() => new Promise((resolve) => setTimeout(resolve, 5)));
      await sleep(10);
    });
    expect(svg).toContain('class="idle"');
  });
});
