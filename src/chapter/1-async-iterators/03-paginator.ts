/*
 * Large results come in pages. A paginator hides the paging behind one loop: each round of the loop fetches the next
 * page, and a loop that has seen enough never fetches the rest.
 */
import { sleep } from "async-patterns";
import { repr } from "../repr.ts";

/**
 * Fetches the items 0 to `totalItems` - 1 page by page.
 *
 * - Fetches a page when it is asked for, never ahead.
 * - The last page holds what is left over; no page is empty.
 * - Requests made before an earlier one is answered get pages of their own, in order.
 */
export class AsyncPaginator implements AsyncIterableIterator<number[]> {
  readonly #totalItems: number;
  readonly #pageSize: number;
  #offset = 0;

  /** @throws RangeError if `totalItems` is not an integer or `pageSize` not an integer of at least 1 */
  constructor(options: { totalItems: number; pageSize: number }) {
    const { totalItems, pageSize } = options;
    if (!Number.isInteger(totalItems)) {
      throw new RangeError(
        `Cannot create a paginator: totalItems must be an integer, received ${totalItems}`,
      );
    }
    if (!Number.isInteger(pageSize) || pageSize < 1) {
      throw new RangeError(
        `Cannot create a paginator: pageSize must be an integer of at least 1, received ${pageSize}`,
      );
    }
    this.#totalItems = totalItems;
    this.#pageSize = pageSize;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<number[], undefined>> {
    const start = this.#offset;
    if (start >= this.#totalItems) {
      return { done: true, value: undefined };
    }
    this.#offset = Math.min(start + this.#pageSize, this.#totalItems);
    const length = this.#offset - start;
    await sleep(0);
    return { done: false, value: Array.from({ length }, (_, i) => start + i) };
  }
}

export async function main(): Promise<void> {
  console.log("Paginated results (page size 3):");
  const pages = new AsyncPaginator({ totalItems: 10, pageSize: 3 });
  for await (const page of pages) {
    console.log(`  Page: ${repr(page)}`);
  }
}
