import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { oneIn } from "../../long.ts";
import { isSame, report } from "./compare.ts";
import { readCorpus, readKnown, type Recording } from "./corpus.ts";
import { playInRun } from "./in-run.ts";
import { themes } from "./themes.ts";

const corpus = readCorpus();
const known = readKnown();

/*
 * What is Node's order is not for us to say, but for Node. So random programs were written, with timers, ticks, promises,
 * signals, events, contexts, messages and streams in every mixture; Node played them with a clock that stands still while code
 * runs, and corpus.jsonl records what they printed, each line with its millisecond. In a run they have to print the same.
 *
 * known.json lists those that do not yet, by what it is about; that list may only get shorter. Here a sixth of the others is
 * played, in `npm run test:long` all. `npm run parity:node` plays more programs, fresh ones, on any Node.
 */
describe("Random event-loop programs", () => {
  const knownNumbers = new Set(Object.values(known).flat());
  const takeListeners = ["unhandledRejection", "uncaughtException"].map(
    (event) => () => takeListenersOf(event),
  );
  let bringBack: (() => void)[];

  // A test runner listens for what a program does on purpose.
  beforeAll(() => {
    bringBack = takeListeners.map((take) => take());
  });
  afterAll(() => bringBack.forEach((bring) => bring()));

  it.each(themes.map(({ title }) => title))(
    "about %s print what Node prints",
    async (title) => {
      const recordings = corpus.filter(
        ({ theme, number }) => theme === title && !knownNumbers.has(number),
      );
      expect(recordings).not.toEqual([]);
      for (const recording of oneIn(6, recordings)) {
        expect(await differenceIn(recording)).toBe("");
      }
    },
  );

  it.each(Object.entries(known))(
    "still print something else where they are about %s",
    async (_, numbers) => {
      const passing: number[] = [];
      for (const recording of corpus) {
        const isListed = numbers.includes(recording.number);
        if (isListed && (await differenceIn(recording)) === "") {
          passing.push(recording.number);
        }
      }
      expect(passing).toEqual([]);
    },
  );

  it("are many", () => {
    expect(corpus.length).toBeGreaterThanOrEqual(250);
  });
});

/** @returns the report, or nothing where it prints what Node printed */
async function differenceIn({ program, node }: Recording): Promise<string> {
  const run = await playInRun(program);
  return isSame(node, run) ? "" : report({ program, node, run });
}

/** @returns a function that brings them back */
function takeListenersOf(event: string): () => void {
  const listeners = process.listeners(event as "uncaughtException");
  process.removeAllListeners(event);
  return () => {
    listeners.forEach((listener) => process.on(event, listener));
  };
}
