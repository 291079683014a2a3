import { setImmediate } from "node:timers/promises";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const MOST_ROUNDS = 10;

/** Keeps count of objects without keeping them alive. */
export class Census {
  readonly #references: WeakRef<object>[] = [];

  counted<T extends object>(object: T): T {
    this.#references.push(new WeakRef(object));
    return object;
  }

  /**
   * How many are left once the garbage is collected.
   *
   * - A weak reference holds its object until the end of the job, hence the lap of the loop:
   *   https://tc39.es/ecma262/#sec-addtokeptobjects
   * - A collection that was under way keeps what has died since it began, and what is freed may free something else: so
   *   it takes a few, until no more are left than expected.
   */
  async alive(expected: number): Promise<number> {
    let left = Infinity;
    for (let round = 0; round < MOST_ROUNDS && left > expected; round++) {
      await setImmediate();
      collectGarbage();
      left = this.#references.filter(
        (reference) => reference.deref() !== undefined,
      ).length;
    }
    return left;
  }
}

/** How large this thread's heap is once the garbage is collected. */
export function bytesInUse(): number {
  collectGarbage();
  return getHeapStatistics().used_heap_size;
}
