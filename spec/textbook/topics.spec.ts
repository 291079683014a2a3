import { describe, expect, it } from "vitest";
import { sections, topicsOf } from "../../src/textbook/topics.ts";
import { files, runFacts, specFact } from "./fixtures.ts";

const IDEA =
  '/*\n * The idea is this and nothing but this, told at length.\n */\ndescribe("A", () => {});\n';

/** How many pages there are of any run. */
const ALWAYS = 35;

/*
 * Each page of the book has a topic: a guide, a cell, a look back, a concept of the library, a part of the test kit, or
 * something of the workshop. The cells come in the order of the table of contents, library and kit in the reader's order;
 * the rest is listed nowhere, but found in the folders of the specs.
 */
describe("The topics of the book", () => {
  it("the guides, the sixteen cells, the two looks back, the ten programs beyond them and the field have a page, whatever the run was about", () => {
    const topics = topicsOf(runFacts([]), files({}));
    expect(topics.map(({ href }) => href)).toEqual([
      "use-it.html",
      "test-with-it.html",
      "blank-page.html",
      "questions.html",
      "rule-of-turns.html",
      "exercises.html",
      "01-async-range.html",
      "02-async-comprehensions.html",
      "03-paginator.html",
      "04-async-generator.html",
      "05-filtering.html",
      "06-pipeline.html",
      "07-async-resource.html",
      "08-lifecycle-events.html",
      "09-async-timer.html",
      "10-database-connection.html",
      "11-worker-pool.html",
      "12-sentinel-shutdown.html",
      "13-event-stream.html",
      "14-set-and-map-comprehensions.html",
      "15-safe-resource.html",
      "16-resilient-stream.html",
      "concepts.html",
      "summary.html",
      "beyond-lock.html",
      "beyond-semaphore.html",
      "beyond-events.html",
      "beyond-barrier.html",
      "beyond-task-group.html",
      "beyond-timeout.html",
      "beyond-several.html",
      "beyond-exit-stack.html",
      "beyond-streams.html",
      "beyond-map-concurrent.html",
      "in-the-field.html",
    ]);
  });

  it("a concept has one page, however many specs it has", () => {
    const specs = [
      "spec/patterns/async-queue/join.spec.ts",
      "spec/patterns/async-queue/async-queue.spec.ts",
      "spec/testing/node/virtual-time-of-sockets.spec.ts",
      "spec/patterns/task.spec.ts",
      "spec/testing/virtual-time.spec.ts",
    ].map((file) => specFact(file));
    const topics = topicsOf(
      runFacts(specs),
      files({ "src/patterns/task.ts": "" }),
    );
    const added = topics
      .slice(ALWAYS)
      .map(({ href, title, source, specs }) => [
        href,
        title,
        source,
        specs.length,
      ]);
    expect(added).toEqual([
      ["library-task.html", "Task", "src/patterns/task.ts", 1],
      ["library-async-queue.html", "Async queue", undefined, 2],
      ["kit-virtual-time.html", "Virtual time", undefined, 2],
    ]);
  });

  it("the specs of a concept are in one order, its own first", () => {
    const specs = ["join", "cancellation", "async-queue"].map((name) =>
      specFact(`spec/patterns/async-queue/${name}.spec.ts`),
    );
    const topic = topicsOf(runFacts(specs), files({}))[ALWAYS];
    expect(topic?.specs.map(({ fact }) => fact.file)).toEqual([
      "spec/patterns/async-queue/async-queue.spec.ts",
      "spec/patterns/async-queue/cancellation.spec.ts",
      "spec/patterns/async-queue/join.spec.ts",
    ]);
  });

  it("library and kit come in the order in which they are read, and what no reader looks for goes to the workshop", () => {
    const specs = [
      "spec/core/heap.spec.ts",
      "spec/patterns/async-queue/async-queue.spec.ts",
      "spec/patterns/laws/laws.spec.ts",
      "spec/patterns/task/task.spec.ts",
      "spec/patterns/task/failure.spec.ts",
      "spec/patterns/task-group/signal.spec.ts",
      "spec/patterns/task-group/task-group.spec.ts",
      "spec/testing/explore/explore.spec.ts",
      "spec/testing/loop/row.spec.ts",
      "spec/testing/loop/virtual-time.spec.ts",
      "spec/testing/node/real-io.spec.ts",
    ].map((file) => specFact(file));
    const topics = topicsOf(runFacts(specs), files({})).slice(ALWAYS);
    expect(topics.map(({ part, href, title }) => [part, href, title])).toEqual([
      ["library", "library-task.html", "Task"],
      ["library", "library-async-queue.html", "Async queue"],
      ["library", "library-task-group.html", "Task group"],
      ["kit", "kit-virtual-time.html", "Virtual time"],
      ["kit", "kit-explore.html", "Every schedule"],
      ["kit", "kit-real-io.html", "Real I/O"],
      ["workshop", "library-laws.html", "Laws"],
      ["workshop", "library-heap.html", "Heap"],
      ["workshop", "kit-row.html", "Row"],
    ]);
  });

  it("a guide has a text, and the specs that run what it shows", () => {
    const specs = [
      "spec/guides/use-it.spec.ts",
      "spec/guides/use-it/more.spec.ts",
      "spec/guides/questions.spec.ts",
    ].map((file) => specFact(file));
    const text = "In short.\n\nAt length.\n";
    const readText = files({ "src/textbook/guides/use-it.md": text });
    expect(topicsOf(runFacts(specs), readText)[0]).toMatchObject({
      part: "guide",
      guide: text,
      idea: "In short.",
      tally: { passed: 2 },
    });
  });

  it("every other spec has a page behind the scenes", () => {
    const specs = [
      "spec/chapter/repr.spec.ts",
      "spec/index.spec.ts",
      "spec/player/player.spec.ts",
      "spec/proofs/bench/report.spec.ts",
    ].map((file) => specFact(file));
    const topics = topicsOf(runFacts(specs), files({})).slice(ALWAYS);
    expect(topics.map(({ href, title }) => [href, title])).toEqual([
      ["workshop-chapter-repr.html", "Python's notation"],
      ["workshop-index.html", "The package"],
      ["workshop-player.html", "Player"],
      ["workshop-bench-report.html", "Bench report"],
    ]);
  });

  it("a page behind the scenes is called what its spec calls its subject, if that is one and no bare name", () => {
    const texts = {
      "spec/core/heap.spec.ts":
        'describe("A heap of numbers", () => {\n  describe("An inner part", () => {});\n});\n',
      "spec/core/two.spec.ts":
        'describe("The one", () => {});\ndescribe("The other", () => {});\n',
      "spec/testing/loop/row.spec.ts": 'describe("row", () => {});\n',
      "spec/testing/explore/vary.spec.ts":
        'describe("A search that varies", () => {});\n',
      "spec/player/player.spec.ts":
        'describe("A player of cells", () => {});\n',
      "spec/index.spec.ts": 'describe("The whole package", () => {});\n',
    };
    const specs = Object.keys(texts).map((file) => specFact(file));
    const topics = topicsOf(runFacts(specs), files(texts)).slice(ALWAYS);
    expect(topics.map(({ href, title }) => [href, title])).toEqual([
      ["kit-vary.html", "Turns or deadlines"],
      ["library-heap.html", "A heap of numbers"],
      ["library-two.html", "Two"],
      ["kit-row.html", "Row"],
      ["workshop-player.html", "A player of cells"],
      ["workshop-index.html", "The package"],
    ]);
  });

  it("a topic takes its idea from the prose of its spec", () => {
    const file = "spec/chapter/4-producer-consumer/11-worker-pool.spec.ts";
    const topics = topicsOf(
      runFacts([specFact(file)]),
      files({ [file]: IDEA }),
    );
    expect(topics.find(({ name }) => name === "worker-pool")).toMatchObject({
      idea: "The idea is this and nothing but this, told at length.",
      teaser: "The idea is this and nothing but this, told at length.",
      tally: { passed: 1, failed: 0, todo: 0 },
    });
    expect(topics.find(({ name }) => name === "filtering")).toMatchObject({
      idea: "",
      tally: { passed: 0 },
    });
  });

  it("the topics stand under their headings: the chapter's six sections, then the parts that the run had", () => {
    const topics = topicsOf(
      runFacts([specFact("spec/testing/leaks.spec.ts")]),
      files({}),
    );
    expect(
      sections(topics).map(
        ({ id, title, topics }) => `${id}, ${title}: ${topics.length}`,
      ),
    ).toEqual([
      "guide, Start here: 6",
      "section-1, 1 · Async iterators: 3",
      "section-2, 2 · Async generators: 3",
      "section-3, 3 · Async context managers: 4",
      "section-4, 4 · Producer and consumer: 2",
      "section-5, 5 · Combining patterns: 2",
      "section-6, 6 · Error handling: 2",
      "chapter, Looking back: 2",
      "beyond, Beyond the chapter: 10",
      "kit, The test kit: 1",
      "field, In the field: 1",
    ]);
  });
});
