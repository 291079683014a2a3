import { describe, expect, it } from "vitest";
import { createTask, toArray } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import {
  AsyncPaginator,
  main,
} from "../../../src/chapter/1-async-iterators/03-paginator.ts";
import { allOutcomes, play, terminal } from "../../support.ts";

/*
 * The caller sees one loop; behind it, each round costs a trip to the database. Because the iterator fetches a page
 * only when the loop asks for one, a loop that breaks early saves the trips that it no longer needs. `sleep(0)` stands
 * in for the trip: it lets everybody else have a turn.
 */
describe("03 · Paginator", () => {
  it("prints ten items in pages of three", async () => {
    const run = await play(main, AsyncPaginator);
    expect(run.output).toBe(terminal`
      Paginated results (page size 3):
        Page: [0, 1, 2]
        Page: [3, 4, 5]
        Page: [6, 7, 8]
        Page: [9]       ← what is left over
    `);
  });

  it("prints the same under every schedule", async () => {
    const { schedules, complete } = await allOutcomes(main);
    expect({ schedules, complete }).toEqual({ schedules: 1, complete: true });
  });

  it("ends with a full page where the items divide evenly", async () => {
    expect(await pagesOf(4, 2)).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it("puts everything on one page that is large enough", async () => {
    expect(await pagesOf(2, 100)).toEqual([[0, 1]]);
  });

  it("has no page where there are no items", async () => {
    expect(await pagesOf(0, 3)).toEqual([]);
    expect(await pagesOf(-1, 3)).toEqual([]);
  });

  it("stays done after the last page", async () => {
    const pages = new AsyncPaginator({ totalItems: 1, pageSize: 1 });
    await runVirtual(() => pages.next());
    expect(await pages.next()).toEqual({ done: true, value: undefined });
    expect(await pages.next()).toEqual({ done: true, value: undefined });
  });

  it("fetches no page that a loop has not asked for", async () => {
    const { result } = await runVirtual(async () => {
      const pages = new AsyncPaginator({ totalItems: 6, pageSize: 2 });
      for await (const _ of pages) {
        break;
      }
      return pages.next();
    });
    expect(result).toEqual({ done: false, value: [2, 3] });
  });

  it("lets another task have its turn while it fetches", async () => {
    const run = await runVirtual(async () => {
      const pages = new AsyncPaginator({ totalItems: 2, pageSize: 1 });
      createTask(() => console.log("another task has its turn"));
      await pages.next();
      console.log("the page is there");
    });
    expect(run.output).toBe(terminal`
      another task has its turn
      the page is there
    `);
  });

  it("answers requests made at once with a page each, in order", async () => {
    const { result } = await runVirtual(() => {
      const pages = new AsyncPaginator({ totalItems: 3, pageSize: 2 });
      return Promise.all([pages.next(), pages.next()]);
    });
    expect(result).toEqual([
      { done: false, value: [0, 1] },
      { done: false, value: [2] },
    ]);
  });

  it.each([1.5, NaN, Infinity])("refuses %d items in total", (totalItems) => {
    expect(() => new AsyncPaginator({ totalItems, pageSize: 3 })).toThrow(
      new RangeError(
        `Cannot create a paginator: totalItems must be an integer, received ${totalItems}`,
      ),
    );
  });

  it.each([0, -1, 2.5, NaN, Infinity])(
    "refuses %d items a page",
    (pageSize) => {
      expect(() => new AsyncPaginator({ totalItems: 10, pageSize })).toThrow(
        new RangeError(
          `Cannot create a paginator: pageSize must be an integer of at least 1, received ${pageSize}`,
        ),
      );
    },
  );
});

async function pagesOf(
  totalItems: number,
  pageSize: number,
): Promise<number[][]> {
  const pages = new AsyncPaginator({ totalItems, pageSize });
  return (await runVirtual(() => toArray(pages))).result;
}
