/** What stands in `Deadlines`. */
export interface Dated {
  readonly deadline: number;
  /** Where it stands; -1 where it does not. */
  index: number;
}

/** So many stand below each one: they are neighbours in memory. */
const BELOW = 4;

/**
 * Those with the earliest deadline first, equal deadlines in the order in which they came: a heap.
 *
 * The deadlines stand in rows of their own, so that finding the earliest of a million does not go through a million
 * objects.
 */
export class Deadlines<T extends Dated> {
  readonly #all: T[] = [];
  readonly #deadlines: number[] = [];
  readonly #orders: number[] = [];
  #order = 0;

  get size(): number {
    return this.#all.length;
  }

  /** The earliest; `undefined` where there is none. */
  get first(): T | undefined {
    return this.#all[0];
  }

  /** All of them, in no particular order. */
  get values(): readonly T[] {
    return this.#all;
  }

  /** All up to a deadline, in their order. */
  until(deadline: number): readonly T[] {
    return this.#all
      .filter((each) => each.deadline <= deadline)
      .toSorted((a, b) => (this.#isBefore(a.index, b.index) ? -1 : 1));
  }

  push(value: T): void {
    this.#rise(value, value.deadline, this.#order++, this.size);
  }

  /** Takes out the earliest; there must be one. */
  shift(): T {
    const first = this.#all[0] as T;
    this.remove(first);
    return first;
  }

  /** Takes out one that stands here. */
  remove(value: T): void {
    const { index } = value;
    const last = this.#all.pop() as T;
    const deadline = this.#deadlines.pop() as number;
    const order = this.#orders.pop() as number;
    if (last !== value) {
      const place = this.#sink(deadline, order, index);
      this.#rise(last, deadline, order, place);
    }
    value.index = -1;
  }

  /** Puts it where it belongs, at an empty place or above that. */
  #rise(value: T, deadline: number, order: number, empty: number): void {
    let at = empty;
    while (at > 0) {
      const above = Math.floor((at - 1) / BELOW);
      if (!this.#comesBefore(deadline, order, above)) {
        break;
      }
      this.#move(above, at);
      at = above;
    }
    this.#put(value, deadline, order, at);
  }

  /** Moves up into an empty place whatever comes before. @returns the place that is empty then */
  #sink(deadline: number, order: number, empty: number): number {
    let at = empty;
    let below = this.#earliestBelow(at);
    while (below > 0 && !this.#comesBefore(deadline, order, below)) {
      this.#move(below, at);
      at = below;
      below = this.#earliestBelow(at);
    }
    return at;
  }

  /** @returns 0 if none stands below it */
  #earliestBelow(index: number): number {
    const first = index * BELOW + 1;
    const end = Math.min(first + BELOW, this.size);
    let earliest = first < end ? first : 0;
    for (let at = first + 1; at < end; at++) {
      if (this.#isBefore(at, earliest)) {
        earliest = at;
      }
    }
    return earliest;
  }

  #isBefore(a: number, b: number): boolean {
    return this.#comesBefore(
      this.#deadlines[a] as number,
      this.#orders[a] as number,
      b,
    );
  }

  #comesBefore(deadline: number, order: number, index: number): boolean {
    const other = this.#deadlines[index] as number;
    return (
      deadline < other ||
      (deadline === other && order < (this.#orders[index] as number))
    );
  }

  #move(from: number, to: number): void {
    this.#put(
      this.#all[from] as T,
      this.#deadlines[from] as number,
      this.#orders[from] as number,
      to,
    );
  }

  #put(value: T, deadline: number, order: number, index: number): void {
    this.#all[index] = value;
    this.#deadlines[index] = deadline;
    this.#orders[index] = order;
    value.index = index;
  }
}
