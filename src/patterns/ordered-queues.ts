import { cannot, checkFunction, checkKind, shown } from "../core/checks.ts";
import { Heap } from "../core/heap.ts";
import { AsyncQueue, type ItemStore } from "./async-queue.ts";

/**
 * An AsyncQueue whose newest item leaves first: asyncio's LifoQueue,
 * https://docs.python.org/3/library/asyncio-queue.html#asyncio.LifoQueue
 */
export class AsyncLifoQueue<T> extends AsyncQueue<T> {
  /** As AsyncQueue's. */
  constructor(maxsize = 0) {
    super(maxsize);
    this.keepIn(new Stack());
  }
}

/**
 * An AsyncQueue whose least item leaves first, equal ones in the order they came: asyncio's PriorityQueue, with ties
 * settled. https://docs.python.org/3/library/asyncio-queue.html#asyncio.PriorityQueue
 *
 * - Puts and gets cost O(log n).
 * - Without `compare`, items are numbers or strings, all of one kind, compared by `<`; others are a TypeError.
 */
export class AsyncPriorityQueue<T> extends AsyncQueue<T> {
  /**
   * @param maxsize as AsyncQueue's
   * @param compare as for `Array.sort`: below 0 where `a` leaves first, above 0 where `b` does, 0 or NaN where they are equal
   */
  constructor(maxsize = 0, compare?: (a: T, b: T) => number) {
    super(maxsize);
    if (compare === undefined) {
      this.keepIn(new NaturalHeap<T>());
    } else {
      checkFunction("create a queue", "compare", compare);
      // What it gives is taken as sort does: https://tc39.es/ecma262/#sec-comparearrayelements
      // oxlint-disable-next-line typescript/no-unnecessary-type-conversion -- only the types say that it is a number
      this.keepIn(new Heap((a, b) => +compare(a, b) || 0));
    }
  }
}

class Stack<T> extends Array<T> implements ItemStore<T> {
  get size(): number {
    return this.length;
  }

  override shift(): T {
    return this.pop() as T;
  }
}

/** Numbers or strings in the order of `<`. */
class NaturalHeap<T> extends Heap<T> implements ItemStore<T> {
  constructor() {
    super((a, b) => (a < b ? -1 : b < a ? 1 : 0));
  }

  check(item: T): void {
    const why = "without a compare function, items must be";
    checkKind(
      typeof item === "string" ||
        (typeof item === "number" && !Number.isNaN(item)),
      "put",
      `${why} numbers or strings`,
      item,
    );
    const { first } = this;
    if (first !== undefined && typeof item !== typeof first) {
      throw new TypeError(
        `${cannot("put", `${why} of one kind`, item)} beside ${shown(first)}`,
      );
    }
  }
}
