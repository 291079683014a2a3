/*
 * A buffer for one item, shared by producers and consumers. One that cannot go on waits for a change; one that has changed
 * something tells those that wait. Is it enough to tell one of them, since only one can go on?
 */
import { createTask, gather, nextTurn } from "../../../src/index.ts";

/** A condition variable: wakes those that wait, each on a turn of its own, in the order in which they came. */
class Condition {
  readonly #waiters: (() => void)[] = [];

  async wait(): Promise<void> {
    await new Promise<void>((wake) => this.#waiters.push(wake)); // change
    await nextTurn();
  }

  notify(count: number): void {
    this.#waiters.splice(0, count).forEach((wake) => wake());
  }
}

class BoundedBuffer {
  readonly #items: string[] = [];
  readonly #changed = new Condition();
  readonly #wakes: number;

  /** @param wakes how many of those that wait are told of a change */
  constructor(wakes: number) {
    this.#wakes = wakes;
  }

  async put(item: string): Promise<void> {
    while (this.#items.length === 1) {
      await this.#changed.wait();
    }
    this.#items.push(item);
    this.#changed.notify(this.#wakes);
  }

  async get(): Promise<string> {
    while (this.#items.length === 0) {
      await this.#changed.wait();
    }
    const item = this.#items.shift() as string;
    this.#changed.notify(this.#wakes);
    return item;
  }
}

/** Two producers with an item each, two consumers that take one each. */
function handOver(wakes: number): () => Promise<void> {
  return async () => {
    const buffer = new BoundedBuffer(wakes);
    const produce = (item: string) =>
      createTask(() => buffer.put(item), { name: `producer of ${item}` });
    const consume = (name: string) =>
      createTask(async () => console.log(`${name}: ${await buffer.get()}`), {
        name,
      });
    const producers = [produce("tea"), produce("jam")];
    const consumers = [consume("ann"), consume("bob")];
    await gather(...producers, ...consumers); // everybody
  };
}

/** Tells one: it may be another of the same kind, which cannot go on either, and tells nobody. */
export const wakingOne = handOver(1);

/** Tells all: those that cannot go on wait again. */
export const wakingAll = handOver(Infinity);
