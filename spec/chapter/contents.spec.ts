import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cells, pathOf } from "../../src/chapter/contents.ts";

/*
 * The table of contents is the only place that knows the order of the chapter. It has to be true: what it lists is what
 * lies in the folders of the source and of the specs, under the numbers that it gives, and nothing lies beside it.
 */
describe("The table of contents", () => {
  it("lists sixteen cells in six sections", () => {
    expect(cells.map((cell) => `${pathOf(cell)}: ${cell.title}`)).toEqual([
      "1-async-iterators/01-async-range: Async range",
      "1-async-iterators/02-async-comprehensions: Async comprehensions",
      "1-async-iterators/03-paginator: Paginator",
      "2-async-generators/04-async-generator: Async generator",
      "2-async-generators/05-filtering: Filtering",
      "2-async-generators/06-pipeline: Pipeline",
      "3-async-context-managers/07-async-resource: Async resource",
      "3-async-context-managers/08-lifecycle-events: Lifecycle events",
      "3-async-context-managers/09-async-timer: Async timer",
      "3-async-context-managers/10-database-connection: Database connection",
      "4-producer-consumer/11-worker-pool: Worker pool",
      "4-producer-consumer/12-sentinel-shutdown: Sentinel shutdown",
      "5-combining-patterns/13-event-stream: Event stream",
      "5-combining-patterns/14-set-and-map-comprehensions: Set and map comprehensions",
      "6-error-handling/15-safe-resource: Safe resource",
      "6-error-handling/16-resilient-stream: Resilient stream",
    ]);
  });

  it("numbers the cells in the order of the list", () => {
    expect(cells.map(({ number }) => number)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
    ]);
  });

  it("names each section as its folder is named, and gives it a title", () => {
    const sections = new Set(cells.map(({ section }) => section));
    expect([...sections]).toEqual([
      { number: 1, name: "async-iterators", title: "Async iterators" },
      { number: 2, name: "async-generators", title: "Async generators" },
      {
        number: 3,
        name: "async-context-managers",
        title: "Async context managers",
      },
      { number: 4, name: "producer-consumer", title: "Producer and consumer" },
      { number: 5, name: "combining-patterns", title: "Combining patterns" },
      { number: 6, name: "error-handling", title: "Error handling" },
    ]);
  });

  it("lists exactly the modules that lie in the folders of src/chapter", () => {
    expect(filesIn("src/chapter")).toEqual(
      cells.map((cell) => `${pathOf(cell)}.ts`),
    );
  });

  it("lists exactly the specs that lie in the folders of spec/chapter", () => {
    expect(filesIn("spec/chapter")).toEqual(
      cells.map((cell) => `${pathOf(cell)}.spec.ts`),
    );
  });

  it.each(cells.map((cell) => [cell.number, pathOf(cell), cell] as const))(
    "loads as cell %d the module %s",
    async (_number, path, cell) => {
      const url = `../../src/chapter/${path}.ts`;
      expect(await cell.load()).toBe(await import(/* @vite-ignore */ url));
    },
  );
});

/** The files in the folders of a folder of the project, as paths from there, in order. */
function filesIn(folder: string): string[] {
  const root = new URL(`../../${folder}/`, import.meta.url);
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      readdirSync(new URL(name, root)).map((file) => `${name}/${file}`),
    )
    .toSorted();
}
