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
 * - Should `compare` throw, the heap stays as it was.
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

  /** All values, in no particular order. */
  values(): T[] {
    return this.#entries.map(({ value }) => value);
  }

  /** All entries, in no particular order. */
  entries(): readonly HeapEntry<T>[] {
    return this.#entries;
  }

  push(value: T): HeapEntry<T> {
    const entry = { value, order: this.#order++, index: this.#entries.length };
    this.#place(entry, this.#wayUp(entry, entry.index), entry.index);
    return entry;
  }

  /** The least value, removed; call it only where `size` is above 0. */
  shift(): T {
    const first = this.#entries[0] as HeapEntry<T>;
    this.remove(first);
    return first.value;
  }

  /** Removes an entry that is in this heap. */
  remove(entry: HeapEntry<T>): void {
    const last = this.#entries.at(-1) as HeapEntry<T>;
    if (last !== entry) {
      const up = this.#wayUp(last, entry.index);
      const way = up.length > 0 ? up : this.#wayDown(last, entry.index);
      this.#entries.pop();
      this.#place(last, way, entry.index);
    } else {
      this.#entries.pop();
    }
    entry.index = -1;
  }

  /** The places above `from` whose entries come after `entry`. */
  #wayUp(entry: HeapEntry<T>, from: number): number[] {
    const way: number[] = [];
    for (let at = from; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(entry, this.#at(parent))) {
        break;
      }
      way.push(parent);
      at = parent;
    }
    return way;
  }

  /** The places below `from` whose entries come before `entry`, which is the last in the heap. */
  #wayDown(entry: HeapEntry<T>, from: number): number[] {
    const way: number[] = [];
    const end = this.#entries.length - 1;
    for (
      let left = 2 * from + 1;
      left < end;
      left = 2 * (way.at(-1) as number) + 1
    ) {
      const right = left + 1;
      const least =
        right < end && this.#isBefore(this.#at(right), this.#at(left))
          ? right
          : left;
      if (!this.#isBefore(this.#at(least), entry)) {
        break;
      }
      way.push(least);
    }
    return way;
  }

  /** Moves the entries along the way by one place each, towards `from`, and puts `entry` at its end. */
  #place(entry: HeapEntry<T>, way: readonly number[], from: number): void {
    let free = from;
    for (const at of way) {
      this.#put(this.#at(at), free);
      free = at;
    }
    this.#put(entry, free);
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
