import type { AsyncResource } from "node:async_hooks";
import { Resource } from "./contexts.ts";

/**
 * Tells at little cost that a run had no real I/O: whatever Node makes that may call back takes the next of its ids,
 * https://nodejs.org/api/async_hooks.html#asyncresourceasyncid, and those of the kit are counted.
 */
class AsyncIds {
  #first = 0;
  #known = 0;

  /** A run begins with this resource. */
  begin(resource: AsyncResource): void {
    this.#first = idOf(resource);
    this.#known = 0;
  }

  /** Something takes an id that is no real I/O. */
  note(): void {
    this.#known++;
  }

  /**
   * Whether nothing has taken one since the run began but what was noted
   * @param more and so many others that are no real I/O
   */
  areKnown(more: number): boolean {
    this.note();
    const next = idOf(new Resource("ID"));
    return next === this.#first + this.#known + more;
  }
}

/** 0 where nobody counts: then none is known. */
function idOf(resource: Partial<AsyncResource>): number {
  return resource.asyncId?.() ?? 0;
}

export const asyncIds = new AsyncIds();
