import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { createTask } from "../../../src/patterns/task.ts";
import { merge } from "../../../src/patterns/merge.ts";
import { sleep } from "../../../src/patterns/sleep.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import {
  SourceNotes,
  type SourceFunction,
} from "../../../src/textbook/client/play/sources.ts";
import type { RecordedRun } from "../../../src/textbook/facts.ts";
import { Drawing } from "../../../src/textbook/timeline/drawing.tsx";
import { layOut } from "../../../src/textbook/timeline/layout.ts";
import { Legend } from "../../../src/textbook/timeline/legend.tsx";
import {
  stepsOf,
  turnsOf,
  waitsOf,
} from "../../../src/textbook/timeline/turns.ts";
import { wordsOf } from "../../../src/textbook/timeline/words.ts";
import { terminal } from "../../support.ts";

async function* letters(): AsyncGenerator<string, void> {
  try {
    yield "a";
    await sleep(5);
    console.log("back");
    yield "b";
  } finally {
    console.log("closed");
  }
}

async function* loud(source: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const letter of source) {
    yield letter.toUpperCase();
  }
}

/** A run in which these sources were watched. */
async function seen(
  main: () => unknown,
  ...sources: SourceFunction[]
): Promise<RecordedRun> {
  const notes = new SourceNotes();
  const end = notes.watch(sources);
  const run = await runVirtual(main, { timeline: true }).finally(end);
  return notes.tell(run);
}

function told({ lines, timeline }: RecordedRun): string {
  const waits = waitsOf(timeline);
  return stepsOf(turnsOf(timeline))
    .map((step) => `${step.turn}: ${wordsOf(step, waits, lines)}\n`)
    .join("");
}

/*
 * A generator runs in the turns of whoever asks it, and has no task. In a drawing it has a lane all the same, so that one
 * sees a request travel to it, and a value back.
 */
describe("A source of values in a drawing", () => {
  it("what a source does is told of it, and not of who asks: its waits, and what it prints", async () => {
    const run = await seen(
      async () => {
        for await (const letter of loud(letters())) {
          console.log(letter);
        }
      },
      letters,
      loud,
    );
    expect(told(run)).toBe(terminal`
      1: main asks for the next value of loud; loud asks for the next value of letters; letters gives a to loud; loud gives A to main; main prints line 1: "A"
      1: main asks for the next value of loud; loud asks for the next value of letters; letters sleeps 5 ms
      2: letters has slept; prints line 2: "back"
      2: letters gives b to loud; loud gives B to main; main prints line 3: "B"
      2: main asks for the next value of loud; loud asks for the next value of letters; letters prints line 4: "closed"
      2: letters has ended; loud has ended
    `);
  });

  it("a loop that is left closes its source", async () => {
    const run = await seen(async () => {
      for await (const letter of letters()) {
        console.log(letter);
        break;
      }
    }, letters);
    expect(told(run)).toContain(
      'main closes letters; letters prints line 2: "closed"\n1: letters has ended\n',
    );
  });

  it("an error that is thrown into a source comes back out of it", async () => {
    const run = await seen(async () => {
      const source = letters();
      await source.next();
      await source.throw(new Error("enough")).catch(() => {});
    }, letters);
    expect(told(run)).toContain(
      "main throws an error into letters; letters prints",
    );
    expect(told(run)).toContain("letters fails with Error: enough to main");
  });

  it("several sources of one function have lanes of their own, and are told apart by who was asked last", async () => {
    async function* ticks(ms: number): AsyncGenerator<number, void> {
      await sleep(ms);
      yield ms;
    }
    const run = await seen(async () => {
      for await (const ms of merge(ticks(10), ticks(20))) {
        console.log(ms);
      }
    }, ticks);
    const { lanes } = layOut(run.timeline);
    expect([...lanes.keys()]).toEqual(["main", "ticks", "ticks 2"]);
    expect(told(run)).toContain("ticks sleeps 10 ms");
    expect(told(run)).toContain("ticks 2 sleeps 20 ms");
  });

  it("a class of iterators is a source as well, also where it is asked twice at once", async () => {
    class Pages {
      async next(): Promise<IteratorResult<{ n: number }>> {
        await sleep(1);
        return { done: false, value: { n: 1 } };
      }
    }
    const run = await seen(async () => {
      const pages = new Pages();
      await Promise.all([pages.next(), pages.next()]);
      await createTask(() => sleep(1));
    }, Pages);
    expect(told(run).match(/gives \{"n":1\} to main/g)).toHaveLength(2);
    expect(told(run)).toContain("Pages sleeps 1 ms");
    expect(Object.getOwnPropertyNames(Pages.prototype)).toEqual([
      "constructor",
      "next",
    ]);
    expect(Object.hasOwn(letters.prototype as object, "next")).toBe(false);
  });

  it("requests and answers are arrows between the lanes, a value stands below its source", async () => {
    const run = await seen(async () => {
      for await (const letter of letters()) {
        if (letter === "b") {
          break;
        }
      }
    }, letters);
    const layout = layOut(run.timeline);
    const html = renderToString(h(Drawing, { layout, id: "x" }));
    const drawn = /<g class="asked">.*?<\/g><\/g>/.exec(html)?.[0] ?? "";
    expect(
      Array.from(
        drawn.matchAll(
          /<g class="(next|return|value|end)">(?:(?!<\/g>).)*?<text[^>]*>([^<]*)/g,
        ),
        ([, how, text]) => `${how} ${text}`,
      ),
    ).toEqual(["next next", "return return", "value a", "value b", "end end"]);
    const states = layout.lanes.get("letters")?.map(({ state }) => state);
    expect(states).toEqual([
      "runs",
      "idle",
      "runs",
      "sleeps",
      "runs",
      "idle",
      "runs",
    ]);
    const legend = renderToString(h(Legend, { layout }));
    expect(legend).toContain("asks a source for its next value");
    expect(legend).toContain("closes a source");
    expect(legend).toContain("gives a value, or ends");
  });

  it("requests that follow close on an answer are arrows without words", async () => {
    async function* numbers(): AsyncGenerator<number, void> {
      yield* Array.from({ length: 20 }, (_, n) => n);
    }
    const run = await seen(async () => {
      for await (const n of numbers()) {
        void n;
      }
    }, numbers);
    const layout = layOut(run.timeline);
    const html = renderToString(h(Drawing, { layout, id: "x" }));
    const words = Array.from(
      html.matchAll(/<text x="([\d.]+)"[^>]*>next</g),
      ([, x]) => Number(x),
    );
    expect(html.match(/<g class="next">/g)).toHaveLength(21);
    // Of the first alone: the arrow of an answer would cross the word of each other.
    expect(words).toHaveLength(1);
  });
});
