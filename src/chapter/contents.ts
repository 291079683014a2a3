/** What every cell's module offers besides its parts. */
export interface CellModule {
  readonly main: () => Promise<void>;
}

export interface Section {
  readonly number: number;
  readonly name: string;
  readonly title: string;
}

export interface Cell {
  readonly section: Section;
  readonly number: number;
  readonly name: string;
  readonly title: string;
  /** Imports the module, which lies at `pathOf(cell)`. */
  readonly load: () => Promise<CellModule>;
}

/** The chapter as it is read: its sections, and the cells of each by name. All numbers follow from the order. */
const chapter: readonly {
  name: string;
  title: string;
  cells: Record<string, Cell["load"]>;
}[] = [
  {
    name: "async-iterators",
    title: "Async iterators",
    cells: {
      "async-range": () => import("./1-async-iterators/01-async-range.ts"),
      "async-comprehensions": () =>
        import("./1-async-iterators/02-async-comprehensions.ts"),
      paginator: () => import("./1-async-iterators/03-paginator.ts"),
    },
  },
  {
    name: "async-generators",
    title: "Async generators",
    cells: {
      "async-generator": () =>
        import("./2-async-generators/04-async-generator.ts"),
      filtering: () => import("./2-async-generators/05-filtering.ts"),
      pipeline: () => import("./2-async-generators/06-pipeline.ts"),
    },
  },
  {
    name: "async-context-managers",
    title: "Async context managers",
    cells: {
      "async-resource": () =>
        import("./3-async-context-managers/07-async-resource.ts"),
      "lifecycle-events": () =>
        import("./3-async-context-managers/08-lifecycle-events.ts"),
      "async-timer": () =>
        import("./3-async-context-managers/09-async-timer.ts"),
      "database-connection": () =>
        import("./3-async-context-managers/10-database-connection.ts"),
    },
  },
  {
    name: "producer-consumer",
    title: "Producer and consumer",
    cells: {
      "worker-pool": () => import("./4-producer-consumer/11-worker-pool.ts"),
      "sentinel-shutdown": () =>
        import("./4-producer-consumer/12-sentinel-shutdown.ts"),
    },
  },
  {
    name: "combining-patterns",
    title: "Combining patterns",
    cells: {
      "event-stream": () => import("./5-combining-patterns/13-event-stream.ts"),
      "set-and-map-comprehensions": () =>
        import("./5-combining-patterns/14-set-and-map-comprehensions.ts"),
    },
  },
  {
    name: "error-handling",
    title: "Error handling",
    cells: {
      "safe-resource": () => import("./6-error-handling/15-safe-resource.ts"),
      "resilient-stream": () =>
        import("./6-error-handling/16-resilient-stream.ts"),
    },
  },
];

/** The sixteen cells, in order; a cell's number says where in the chapter it stands. */
export const cells: readonly Cell[] = chapter
  .flatMap(({ name, title, cells: modules }, index) => {
    const section: Section = { number: index + 1, name, title };
    return Object.entries(modules).map(([slug, load]) => ({
      section,
      name: slug,
      title: titleOf(slug),
      load,
    }));
  })
  .map((cell, index) => ({ ...cell, number: index + 1 }));

/** Where a cell's module lies under src/chapter, and its spec under spec/chapter, without the extension. */
export function pathOf({ section, number, name }: Cell): string {
  const twoDigits = String(number).padStart(2, "0");
  return `${section.number}-${section.name}/${twoDigits}-${name}`;
}

/** `worker-pool` is "Worker pool". */
export function titleOf(name: string): string {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
