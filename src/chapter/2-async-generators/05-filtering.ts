/*
 * A generator that takes an async iterable and yields from it is a stage: it passes on what it likes and drops the
 * rest. It pulls from its source only when it is pulled from; closed while it reads, it closes its source, too.
 */
import { sleep } from "async-patterns";
import { repr } from "../repr.ts";

export interface Item {
  readonly id: number;
  readonly name: string;
  readonly value: number;
}

/** Yields `count` items, each worth ten more than the one before, with one turn of the event loop before each. */
export async function* fetchItems(count: number): AsyncGenerator<Item, void> {
  for (let id = 0; id < count; id++) {
    await sleep(0);
    yield { id, name: `item-${id}`, value: id * 10 };
  }
}

/** Passes on, in order, the items whose value is at least `minValue`. */
export async function* filterValuable(
  items: AsyncIterable<Item>,
  minValue: number,
): AsyncGenerator<Item, void> {
  for await (const item of items) {
    if (item.value >= minValue) {
      yield item;
    }
  }
}

export async function main(): Promise<void> {
  console.log("Items with value >= 30:");
  for await (const item of filterValuable(fetchItems(8), 30)) {
    console.log(`  ${repr(item)}`);
  }
}
