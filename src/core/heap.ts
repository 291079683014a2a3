/** A value in a `Heap`, to find it again. */
export interface HeapEntry<T> {
  readonly value: T;
  readonly order: number;
  /** Where it stands; -1 once it has left. */
  index: number;
}

/**
 * A binary heap: the least value comes out first, equal values in the order they went in.
 *
 * - `push`, `shift` and `remove` cost O(log n).
 * - Should `compare` throw in `push` or `shift`, the heap stays as it was.
 * - Where `compare` contradicts itself, the order is any, and still each value comes out once.
 */
export class Heap<T> {
  readonly #entries: HeapEntry<T>[] = [];
  readonly #compare: (a: T, b: T) => number;
  #order = 0;

  /** @param compare below 0 where `a` comes first, above 0 where `b` does, 0 where they are equal */
  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#entries.length;
  }

  /** The least value; `undefined` in an empty heap. */
  get first(): T | undefined {
    return this.#entries[0]?.value;
  }

  /** All entries, in no particular order. */
  entries(): readonly HeapEntry<T>[] {
    return this.#entries;
  }

  push(value: T): HeapEntry<T> {
    const entry = { value, order: this.#order++, index: this.size };
    let end = entry.index;
    while (end > 0 && this.#isBefore(entry, this.#at(above(end)))) {
      end = above(end);
    }
    this.#lift(entry, end);
    return entry;
  }

  /** The least value, removed; call it only where `size` is above 0. */
  shift(): T {
    const first = this.#at(0);
    const last = this.#at(this.size - 1);
    let end = 0;
    for (let next = 1; next < last.index; next = 2 * end + 1) {
      const other = next + 1; // at most the last one itself
      if (this.#isBefore(this.#at(other), this.#at(next))) {
        next = other;
      }
      if (!this.#isBefore(this.#at(next), last)) {
        break;
      }
      end = next;
    }
    let entry = last;
    for (let at = end; at >= 0; at = above(at)) {
      const replaced = this.#at(at);
      this.#put(entry, at);
      entry = replaced;
    }
    this.#entries.pop();
    first.index = -1;
    return first.value;
  }

  /** Removes an entry that is in this heap. */
  remove(entry: HeapEntry<T>): void {
    this.#lift(entry, 0);
    this.shift();
  }

  /** Puts an entry at a place above its own, or in it; those in between move down. */
  #lift(entry: HeapEntry<T>, end: number): void {
    for (let at = entry.index; at > end; at = above(at)) {
      this.#put(this.#at(above(at)), at);
    }
    this.#put(entry, end);
  }

  #put(entry: HeapEntry<T>, index: number): void {
    this.#entries[index] = entry;
    entry.index = index;
  }

  #at(index: number): HeapEntry<T> {
    return this.#entries[index] as HeapEntry<T>;
  }

  #isBefore(a: HeapEntry<T>, b: HeapEntry<T>): boolean {
    const difference = this.#compare(a.value, b.value);
    return difference < 0 || (difference === 0 && a.order < b.order);
  }
}

function above(index: number): number {
  return (index - 1) >> 1;
}
