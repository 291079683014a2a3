import { checkFunction, checkWhole } from "../core/checks.ts";
import { Fifo } from "../core/fifo.ts";
import { checkSource } from "./async-iteration.ts";
import {
  closable,
  type ClosableIterator,
  type Source,
} from "./closable-iterator.ts";
import { type Inlet, Inlets } from "./inlet.ts";
import type { Outcome } from "./awaitables.ts";
import { CancelledError } from "./task.ts";

/** How `mapConcurrent` maps. */
export interface MapConcurrentOptions {
  /** How many items are under way at most, those included that are done and not taken: a whole number from 1 on. */
  limit: number;
  /** Whether results come in the order of the items; else as they are done. Default true. */
  ordered?: boolean | undefined;
}

type Mapping<T, U> = (
  item: Awaited<T>,
  signal: AbortSignal,
) => PromiseLike<U> | U;

/**
 * The items, each passed through `fn`, several at a time.
 *
 * - Bounded: it is never more than `limit` items ahead of what was taken, and begins when the first is wanted.
 * - In order, a slow item holds up those behind it; with `ordered: false`, who is done first comes first.
 * - A failure of `fn` or of the source comes in its place; nothing new is begun behind it. When that ends the loop, or the
 *   loop is left early, it closes the source as `merge` does, and aborts the signal that `fn` was given. It does not wait
 *   for calls of `fn` that run.
 *
 * @param fn is given the item, and a signal for its waits
 * @throws TypeError if the source cannot be iterated or `fn` is no function, RangeError if `limit` is out of bounds
 */
export function mapConcurrent<T, U>(
  source: Source<T>,
  fn: Mapping<T, U>,
  options: MapConcurrentOptions,
): ClosableIterator<Awaited<U>> {
  checkSource("map concurrently", source);
  checkFunction("map concurrently", "fn", fn);
  const { limit, ordered = true } = Object(
    options ?? {},
  ) as MapConcurrentOptions;
  checkWhole("map concurrently", "limit", limit, 1);
  return new Pump("mapConcurrent", source, fn, limit, ordered).loop();
}

/**
 * The items, fetched ahead: while one is used, the next ones are on their way.
 *
 * - It is never more than `size` items ahead of what was taken, and begins when the first is wanted.
 * - A failure of the source comes in its place. It closes its source as `merge` does.
 *
 * @param size a whole number from 1 on
 * @throws TypeError if the source cannot be iterated, RangeError if size is not such a number
 */
export function buffer<T>(
  source: Source<T>,
  size: number,
): ClosableIterator<Awaited<T>> {
  checkSource("buffer", source);
  checkWhole("buffer", "size", size, 1);
  return new Pump<T, Awaited<T>>(
    "buffer",
    source,
    (item) => item,
    size,
    true,
  ).loop();
}

/** An item on its way: what has become of it, once that is known. */
interface Slot<U> {
  outcome: Outcome<Awaited<U>> | undefined;
}

/** Keeps so many items under way. */
class Pump<T, U> {
  readonly #kind: string;
  readonly #inlets: Inlets<T>;
  readonly #fn: Mapping<T, U>;
  readonly #limit: number;
  readonly #isOrdered: boolean;
  readonly #controller = new AbortController();
  /** In order, those under way; else those that are done. */
  readonly #slots = new Fifo<Slot<U>>();
  #underWay = 0;
  #isAsking = false;
  /** Nothing new is begun. */
  #isOver = false;

  constructor(
    kind: string,
    source: Source<T>,
    fn: Mapping<T, U>,
    limit: number,
    isOrdered: boolean,
  ) {
    this.#kind = kind;
    this.#inlets = new Inlets([source]);
    this.#fn = fn;
    this.#limit = limit;
    this.#isOrdered = isOrdered;
  }

  loop(): ClosableIterator<Awaited<U>> {
    return closable(this.#items(), () => {
      this.#abort();
      this.#isOver = true;
      return this.#inlets.end();
    });
  }

  async *#items(): AsyncGenerator<Awaited<U>, void, undefined> {
    try {
      void this.#goOn();
      for (;;) {
        const outcome = this.#take();
        if (!outcome) {
          if (this.#isDone || !(await this.#inlets.rings(this.#kind))) {
            return;
          }
        } else if ("error" in outcome) {
          throw outcome.error;
        } else {
          if (!this.#isAsking) {
            void this.#goOn();
          }
          yield outcome.value;
        }
      }
    } catch (error) {
      this.#abort();
      await this.#inlets.close(error);
    }
  }

  #abort(): void {
    this.#controller.abort(new CancelledError("The loop was left"));
  }

  get #isDone(): boolean {
    return this.#isOver && !this.#isAsking && this.#underWay === 0;
  }

  #take(): Slot<U>["outcome"] {
    const outcome = this.#slots.first?.outcome;
    if (outcome) {
      this.#slots.shift();
      this.#underWay--;
    }
    return outcome;
  }

  /** Asks for items as long as there is room for them. */
  async #goOn(): Promise<void> {
    this.#isAsking = true;
    const [inlet] = this.#inlets.all as [Inlet<T>];
    while (!this.#isOver && this.#underWay < this.#limit) {
      try {
        const { done, value } = await inlet.ask();
        if (done) {
          this.#isOver = true;
          this.#inlets.ring();
        } else {
          void this.#begin(value);
        }
      } catch (error) {
        this.#settle(this.#add(), { error });
      }
    }
    this.#isAsking = false;
  }

  async #begin(item: Awaited<T>): Promise<void> {
    const slot = this.#add();
    const { signal } = this.#controller;
    this.#inlets.busy++;
    try {
      this.#settle(slot, { value: await this.#fn(item, signal) });
    } catch (error) {
      this.#settle(slot, { error });
    }
    this.#inlets.busy--;
  }

  #add(): Slot<U> {
    const slot: Slot<U> = { outcome: undefined };
    this.#underWay++;
    if (this.#isOrdered) {
      this.#slots.push(slot);
    }
    return slot;
  }

  #settle(slot: Slot<U>, outcome: Outcome<Awaited<U>>): void {
    slot.outcome = outcome;
    this.#isOver ||= "error" in outcome;
    if (!this.#isOrdered) {
      this.#slots.push(slot);
    }
    this.#inlets.ring();
  }
}
