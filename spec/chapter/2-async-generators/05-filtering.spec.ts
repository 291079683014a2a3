import { describe, expect, it } from "vitest";
import { createTask, toArray } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import {
  fetchItems,
  filterValuable,
  main,
  type Item,
} from "../../../src/chapter/2-async-generators/05-filtering.ts";
import { allOutcomes, play, terminal } from "../../support.ts";

/*
 * One generator makes the items, another takes them and lets some through. The second knows nothing about where its
 * items come from: any async iterable of items will do. That is what makes it a stage that can be put anywhere, tested
 * alone and used again.
 */
describe("05 · Filtering", () => {
  it("prints the items that are worth 30 and more", async () => {
    const run = await play(main, fetchItems, filterValuable);
    expect(run.output).toBe(terminal`
      Items with value >= 30:
        {'id': 3, 'name': 'item-3', 'value': 30}
        {'id': 4, 'name': 'item-4', 'value': 40}
        {'id': 5, 'name': 'item-5', 'value': 50}
        {'id': 6, 'name': 'item-6', 'value': 60}
        {'id': 7, 'name': 'item-7', 'value': 70}
    `);
  });

  it("prints the same under every schedule", async () => {
    const { schedules, complete } = await allOutcomes(main);
    expect({ schedules, complete }).toEqual({ schedules: 1, complete: true });
  });

  it("lets the minimum itself through and keeps the order", async () => {
    const source = itemsWorth(30, 29, 31, 30);
    const kept = await toArray(filterValuable(source, 30));
    expect(kept.map(({ value }) => value)).toEqual([30, 31, 30]);
  });

  it("fetches items that are worth ten more each", async () => {
    const { result } = await runVirtual(() => toArray(fetchItems(2)));
    expect(result).toEqual([
      { id: 0, name: "item-0", value: 0 },
      { id: 1, name: "item-1", value: 10 },
    ]);
  });

  it("pauses before each item, so another task has its turn", async () => {
    const run = await runVirtual(async () => {
      createTask(() => console.log("another task"));
      for await (const { name } of fetchItems(1)) {
        console.log(name);
      }
    });
    expect(run.output).toBe(terminal`
      another task
      item-0
    `);
  });

  it("passes on the very objects that it is given", async () => {
    const source = itemsWorth(5);
    const [kept] = await toArray(filterValuable(source, 0));
    expect(kept).toBe(source.items[0]);
  });

  it("fetches nothing before it is asked, and then no further than it must", async () => {
    const source = itemsWorth(10, 20, 30, 40);
    const valuable = filterValuable(source, 20);
    expect(source.fetched).toBe(0);
    await valuable.next();
    expect(source.fetched).toBe(2);
  });

  it("closes its source when its own loop is left early", async () => {
    const source = itemsWorth(10, 20);
    for await (const _ of filterValuable(source, 0)) {
      break;
    }
    expect(source.isClosed).toBe(true);
  });

  it("yields nothing where nothing is worth enough", async () => {
    expect(await toArray(filterValuable(itemsWorth(1, 2), 3))).toEqual([]);
  });

  it("passes on an error of its source, behind what came before it", async () => {
    const lost = new Error("connection lost");
    async function* broken(): AsyncGenerator<Item, void> {
      yield* itemsWorth(5);
      throw lost;
    }
    const valuable = filterValuable(broken(), 0);
    expect((await valuable.next()).value?.value).toBe(5);
    await expect(valuable.next()).rejects.toBe(lost);
  });
});

/** A source that counts how many of its items were fetched and knows whether it was closed. */
function itemsWorth(...values: number[]) {
  const items = values.map((value, id): Item => ({ id, name: "item", value }));
  return {
    items,
    fetched: 0,
    isClosed: false,
    async *[Symbol.asyncIterator](): AsyncGenerator<Item, void> {
      try {
        for (const item of items) {
          this.fetched++;
          yield item;
        }
      } finally {
        this.isClosed = true;
      }
    },
  };
}
