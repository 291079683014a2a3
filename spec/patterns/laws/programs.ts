import * as fc from "fast-check";
import { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import {
  AsyncLifoQueue,
  AsyncPriorityQueue,
} from "../../../src/patterns/ordered-queues.ts";
import { runVirtual } from "../../../src/testing/index.ts";

/** What the laws put into queues. Many have the same priority, no two the same id. */
export interface Item {
  readonly id: number;
  readonly priority: number;
}

/** A queue, and the simplest way to say which of its items leaves first. */
export interface Kind {
  readonly name: string;
  create(maxsize: number): AsyncQueue<Item>;
  /** The place of the item that leaves next. */
  next(items: readonly Item[]): number;
}

export const kinds: readonly Kind[] = [
  {
    name: "AsyncQueue",
    create: (maxsize) => new AsyncQueue(maxsize),
    next: () => 0,
  },
  {
    name: "AsyncLifoQueue",
    create: (maxsize) => new AsyncLifoQueue(maxsize),
    next: (items) => items.length - 1,
  },
  {
    name: "AsyncPriorityQueue",
    create: (maxsize) =>
      new AsyncPriorityQueue(maxsize, (a, b) => a.priority - b.priority),
    next: (items) => {
      const priorities = items.map(({ priority }) => priority);
      return priorities.indexOf(Math.min(...priorities));
    },
  },
];

/** One thing that may happen to a queue. */
export type Operation =
  | { readonly do: "put" | "putNowait"; readonly priority: number }
  | { readonly do: "get" | "getNowait" | "taskDone" | "join" }
  | { readonly do: "abort"; readonly which: number }
  | { readonly do: "shutdown"; readonly immediate: boolean }
  /** Lets others have a turn, or lets everything come to rest. */
  | { readonly do: "turn" | "rest" };

const priority = fc.nat(2);
const put = fc.record({ do: fc.constant("put" as const), priority });
const putNowait = fc.record({
  do: fc.constant("putNowait" as const),
  priority,
});
const get = fc.record({ do: fc.constant("get" as const) });
const other = fc.record({
  do: fc.constantFrom("getNowait" as const, "taskDone", "join"),
});
const abort = fc.record({
  do: fc.constant("abort" as const),
  which: fc.nat(2),
});
const shutdown = fc.record({
  do: fc.constant("shutdown" as const),
  immediate: fc.boolean(),
});
const turn = fc.record({ do: fc.constant("turn" as const) });
const rest = fc.record({ do: fc.constant("rest" as const) });

export const maxsizes = fc.integer({ min: 0, max: 3 });

/** Anything that may happen, in any order, but so that there are often some who wait. */
export const operations: fc.Arbitrary<Operation[]> = fc.array(
  fc.oneof(
    { weight: 40, arbitrary: put },
    { weight: 10, arbitrary: putNowait },
    { weight: 40, arbitrary: get },
    { weight: 20, arbitrary: other },
    { weight: 20, arbitrary: abort },
    { weight: 20, arbitrary: turn },
    { weight: 15, arbitrary: rest },
    { weight: 2, arbitrary: shutdown },
  ),
  { maxLength: 40, size: "max" },
);

/** Holds a property against many examples in one virtual run, and with the same examples in every run. */
export async function holds<T>(
  property: fc.IAsyncProperty<T>,
  numRuns = 150,
): Promise<void> {
  await runVirtual(() => fc.assert(property, { seed: 20_231, numRuns }));
}
