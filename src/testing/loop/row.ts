/** So many empty places in front are kept at most, unless the row is longer than that. */
const MOST_EMPTY = 1_024;

/** So many items behind one that leaves are moved up one by one. */
const MOST_MOVED = 16;

/** Items in a row. The first leaves at a cost that does not grow with the row, any other by its index. */
export class Row<T> {
  #items: (T | undefined)[] = [];
  #first = 0;

  get size(): number {
    return this.#items.length - this.#first;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** The item at an index, if there is one. */
  at(index: number): T | undefined {
    return this.#items[this.#first + index];
  }

  /** Takes out the item at an index; there must be one. */
  takeAt(index: number): T {
    if (index > 0) {
      return this.#takeOut(this.#first + index);
    }
    const item = this.#items[this.#first] as T;
    this.#items[this.#first++] = undefined;
    this.#closeUp();
    return item;
  }

  /** As `splice` does, which for a few items takes several times as long. */
  #takeOut(at: number): T {
    const items = this.#items;
    const item = items[at] as T;
    if (items.length - at > MOST_MOVED) {
      items.splice(at, 1);
      return item;
    }
    for (let next = at + 1; next < items.length; next++) {
      items[next - 1] = items[next];
    }
    items.pop();
    return item;
  }

  /** All items in their order. */
  values(): T[] {
    return this.#items.slice(this.#first) as T[];
  }

  // Stryker disable all: it shows in nothing but memory
  #closeUp(): void {
    if (this.#first > MOST_EMPTY && this.#first * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
  }
  // Stryker restore all
}
