import { readdirSync, readFileSync } from "node:fs";
import MiniSearch from "minisearch";
import { describe, expect, it } from "vitest";
import "../../src/textbook/client/search.js";
import type { Found, Searched } from "../../src/textbook/search.ts";
import { searchIndex } from "../../src/textbook/search.ts";
import { readSpec } from "../../src/textbook/source/spec-source.ts";
import { topicsOf } from "../../src/textbook/topics.ts";
import { runFacts, specFact, testFact } from "./fixtures.ts";

/** The search of the page, loaded as the page loads it. */
const { textbookSearch } = globalThis as unknown as {
  textbookSearch: (
    engine: typeof MiniSearch,
    topics: readonly Searched[],
  ) => (question: string) => Found[];
};

function specsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        return entry.name === "node_modules" ? [] : specsIn(path);
      }
      return path.endsWith(".spec.ts") ? [path] : [];
    });
}

/** The whole book as the search sees it: all rules by their titles, as they stand in the specs, and those of this one. */
function wholeBook(): Searched[] {
  const specs = specsIn("spec").map((file) => {
    const calls = readSpec(readFileSync(file, "utf8"));
    const tests = calls.flatMap(({ kind, title = "", firstLine: line }) =>
      kind === "test"
        ? titlesOf(title).map((title) => testFact({ title, line }))
        : [],
    );
    return specFact(file, tests);
  });
  const readText = (path: string): string | undefined => {
    try {
      return readFileSync(path, "utf8");
    } catch {
      return undefined;
    }
  };
  const facts = runFacts(specs);
  return searchIndex({ facts, topics: topicsOf(facts, readText), readText });
}

/** What readers ask, and the pages of which one must be among the first three. */
const QUESTIONS: readonly [question: string, ...pages: string[]][] = [
  ["backpressure", "11-worker-pool", "questions"],
  ["back-pressure", "11-worker-pool", "questions"],
  ["DeadlockError", "kit-deadlock"],
  ["Cannot finish", "kit-deadlock"],
  ["program hangs", "kit-deadlock"],
  ["put_nowait", "library-async-queue"],
  ["getNowait", "library-async-queue"],
  ["task_done", "library-async-queue"],
  ["QueueFullError", "library-async-queue"],
  ["CancelledError", "library-task"],
  ["cancelled worker", "questions"],
  ["semaphores", "library-semaphore"],
  ["mutex", "library-lock"],
  ["install", "use-it"],
  ["CI", "test-with-it"],
  ["jest", "test-with-it"],
  ["node:test", "test-with-it"],
  ["three workers", "test-with-it", "11-worker-pool"],
  ["close a generator early", "questions", "library-async-iteration"],
  ["aclose", "04-async-generator", "library-async-iteration"],
  ["port async with", "questions", "library-async-context-manager"],
  ["__aexit__", "library-async-context-manager"],
  ["asynccontextmanager", "library-generator-manager"],
  ["what does join wait for", "questions", "library-async-queue"],
  ["who gets the item first", "questions", "rule-of-turns"],
  ["barging", "rule-of-turns"],
  ["first in first out", "rule-of-turns"],
  ["departures", "rule-of-turns", "kit-explore"],
  ["asyncio.gather", "library-gather"],
  ["asyncio.wait_for", "library-timeout"],
  ["TaskGroups", "library-task-group"],
  ["priority queue", "library-ordered-queues"],
  ["QueueShutDown", "library-queue-shutdown"],
  ["mapConcurrent", "library-map-concurrent"],
  ["sentinel", "12-sentinel-shutdown"],
  ["async comprehension", "02-async-comprehensions"],
  ["LeakError", "kit-leaks"],
  ["race conditions", "kit-races"],
  ["everySchedule", "kit-every-schedule"],
  ["setTimeout", "kit-virtual-timers"],
  ["Date.now", "kit-virtual-clock"],
  ["Math.random", "kit-chance"],
  ["maxElapsed", "kit-time-limit"],
  ["unhandled rejection", "kit-unhandled-errors", "library-task"],
  ["the queue is full", "library-async-queue"],
  ["a task waits for itself", "library-task"],
  ["taskDone was called more often than items were put", "library-async-queue"],
  ["as_completed", "library-as-completed"],
  ["return_exceptions", "11-worker-pool", "library-gather"],
  ["ExceptionGroup", "library-task-group"],
  ["notify_all", "library-condition"],
  ["StopAsyncIteration", "01-async-range"],
  ["shield", "library-abortable"],
  ["await using", "library-async-context-manager", "10-database-connection"],
  ["merge two streams", "library-merge", "beyond-streams"],
  ["limit concurrency", "library-map-concurrent", "library-semaphore"],
  ["throttle", "library-semaphore"],
  ["producer consumer", "11-worker-pool", "12-sentinel-shutdown"],
  ["drain a queue", "library-queue-shutdown"],
  ["break out of for await", "16-resilient-stream", "questions"],
  ["queue.join hangs", "11-worker-pool", "questions"],
  ["run in the browser", "use-it", "blank-page"],
  ["flaky test", "kit-determinism", "kit-every-schedule"],
  ["stop early", "16-resilient-stream", "questions"],
  ["retry", "beyond-timeout"],
  ["pytest", "test-with-it"],
  ["loop never ends", "kit-livelock"],
  ["memory leak", "kit-leaks"],
  ["unref", "kit-virtual-timers"],
  ["run in jest", "test-with-it"],
  ["asyncio.run", "11-worker-pool"],
  ["call_soon", "rule-of-turns"],
  ["starvation", "library-breathing-space"],
  ["retry with back-off", "beyond-timeout", "kit-chance"],
  ["how do I test a retry", "test-with-it"],
  ["mock timers", "test-with-it", "kit-virtual-timers"],
  ["cancel a group", "library-task-group", "beyond-task-group"],
];

/** A rule that asks these questions has a title for each. */
function titlesOf(title: string): string[] {
  return title.endsWith("among its first three")
    ? QUESTIONS.map(([question]) => title.replace("%s", question))
    : [title];
}

const find = textbookSearch(MiniSearch, wholeBook());

/*
 * The search finds what readers call things: by Python's names and by ours, by the texts of errors, by methods, in the
 * plural, with and without a hyphen. The chapter comes before the library, that before the kit, the workshop last.
 */
describe("The search", () => {
  it.each(QUESTIONS)(
    "%s leads to the right page among its first three",
    (question, ...pages) => {
      const found = find(question).slice(0, 3);
      const names = found.map(({ href }) => href.replace(/\.html.*/, ""));
      expect(pages.some((page) => names.includes(page))).toBe(true);
    },
  );

  it("asks at least sixty questions", () => {
    expect(QUESTIONS.length).toBeGreaterThanOrEqual(60);
  });

  it.each([
    ["back-pressure", "backpressure"],
    ["put_nowait", "putNowait"],
    ["semaphore", "semaphores"],
    ["the queue", "queue"],
  ])("%s and %s find the same first of all", (one, other) => {
    const pages = (question: string) =>
      find(question)
        .slice(0, 2)
        .map(({ page }) => page);
    expect(pages(one).length).toBeGreaterThan(0);
    expect(pages(one)).toEqual(pages(other));
  });

  it("what has some of the words is found where nothing has all of them", () => {
    const [first] = find("semaphore xylophone zebra");
    expect(first?.href).toBe("library-semaphore.html");
    expect(find("xylophone")).toEqual([]);
  });

  it("what has some of the words stands behind what has all of them", () => {
    const pages = find("run in jest").map(({ href }) => href);
    expect(pages[0]).toContain("kit-test-end.html");
    expect(pages).toContain("test-with-it.html");
  });

  it("one page does not hide the others", () => {
    const pages = find("queue").map(({ page }) => page);
    expect(pages.length).toBeGreaterThan(3);
    const counts = pages.map(
      (page) => pages.filter((other) => other === page).length,
    );
    expect(Math.max(...counts)).toBe(2);
  });
});
