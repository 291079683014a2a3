import { checkFunction, checkWhole } from "../core/checks.ts";
import { Fifo } from "../core/fifo.ts";
import { checkSource } from "./async-iteration.ts";
import {
  closable,
  type ClosableIterator,
  type Source,
} from "./closable-iterator.ts";
import { Bell, closedAfter, closeOrThrow, Inlet } from "./inlet.ts";
import { CancelledError } from "./task.ts";

/** How `mapConcurrent` maps. */
export interface MapConcurrentOptions {
  /** How many items are under way at most, those included that are done and not taken: a whole number from 1 on. */
  limit: number;
  /** Whether results come in the order of the items; else as they are done. Default true. */
  ordered?: boolean | undefined;
}

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
  fn: (item: Awaited<T>, signal: AbortSignal) => PromiseLike<U> | U,
  options: MapConcurrentOptions,
): ClosableIterator<Awaited<U>> {
  checkSource("map concurrently", source);
  checkFunction("map concurrently", "fn", fn);
  const { limit, ordered = true } = Object(
    options ?? {},
  ) as MapConcurrentOptions;
  checkWhole("map concurrently", "limit", limit, 1);
  const controller = new AbortController();
  const { signal } = controller;
  return pumped(
    new Pump<Awaited<T>, U>(new Inlet(source), limit, ordered, (item) =>
      fn(item, signal),
    ),
    controller,
  );
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
  return pumped(
    new Pump<Awaited<T>, Awaited<T>>(new Inlet(source), size, true),
  );
}

function pumped<T, U>(
  pump: Pump<T, U>,
  controller?: AbortController,
): ClosableIterator<Awaited<U>> {
  const abort = () => {
    controller?.abort(new CancelledError("The loop was left"));
  };
  return closable(pump.items(abort), () => {
    abort();
    return pump.end();
  });
}

/** An item on its way: what has become of it, once that is known. */
interface Slot<U> {
  outcome:
    { readonly value: Awaited<U> } | { readonly error: unknown } | undefined;
}

/** Keeps so many items under way. */
class Pump<T, U> {
  readonly #inlet: Inlet<T>;
  readonly #limit: number;
  readonly #isOrdered: boolean;
  readonly #fn: ((item: T) => PromiseLike<U> | U) | undefined;
  readonly #bell = new Bell();
  /** In order, those under way; else those that are done. */
  readonly #slots = new Fifo<Slot<U>>();
  /** The one that comes next, in order. */
  #next: Slot<U> | undefined;
  #underWay = 0;
  #isAsking = false;
  /** Nothing new is begun. */
  #isOver = false;

  constructor(
    inlet: Inlet<T>,
    limit: number,
    isOrdered: boolean,
    fn?: (item: T) => PromiseLike<U> | U,
  ) {
    this.#inlet = inlet;
    this.#limit = limit;
    this.#isOrdered = isOrdered;
    this.#fn = fn;
  }

  async *items(abort: () => void): AsyncGenerator<Awaited<U>, void, undefined> {
    try {
      this.#goOn();
      for (;;) {
        const outcome = this.#take();
        if (outcome === undefined) {
          if (
            (this.#isOver && !this.#isAsking && this.#underWay === 0) ||
            !(await this.#bell.rings())
          ) {
            return;
          }
          continue;
        }
        if ("error" in outcome) {
          throw outcome.error;
        }
        this.#goOn();
        yield outcome.value;
      }
    } catch (error) {
      abort();
      throw await closedAfter(error, [this.#inlet]);
    }
  }

  async end(): Promise<void> {
    this.#isOver = true;
    this.#bell.stop();
    await closeOrThrow([this.#inlet]);
  }

  #take(): Slot<U>["outcome"] {
    if (this.#next === undefined && this.#slots.size > 0) {
      this.#next = this.#slots.shift();
    }
    const outcome = this.#next?.outcome;
    if (outcome !== undefined) {
      this.#next = undefined;
      this.#underWay--;
    }
    return outcome;
  }

  /** Asks for the next item, if there is room for it. */
  #goOn(): void {
    if (this.#isAsking || this.#isOver || this.#underWay >= this.#limit) {
      return;
    }
    this.#isAsking = true;
    this.#inlet.ask().then(
      (result) => this.#answered(result),
      (error: unknown) => {
        this.#isAsking = false;
        this.#settle(this.#add(), { error });
      },
    );
  }

  #answered({ done, value }: IteratorResult<T, undefined>): void {
    this.#isAsking = false;
    if (done === true) {
      this.#isOver = true;
      this.#bell.ring();
    } else {
      this.#begin(value);
      this.#goOn();
    }
  }

  #begin(item: T): void {
    const slot = this.#add();
    const fn = this.#fn;
    if (fn === undefined) {
      this.#settle(slot, { value: item as unknown as Awaited<U> });
      return;
    }
    (async () => fn(item))().then(
      (value) => this.#settle(slot, { value: value as Awaited<U> }),
      (error: unknown) => this.#settle(slot, { error }),
    );
  }

  #add(): Slot<U> {
    const slot: Slot<U> = { outcome: undefined };
    this.#underWay++;
    if (this.#isOrdered) {
      this.#slots.push(slot);
    }
    return slot;
  }

  #settle(slot: Slot<U>, outcome: NonNullable<Slot<U>["outcome"]>): void {
    slot.outcome = outcome;
    this.#isOver ||= "error" in outcome;
    if (!this.#isOrdered) {
      this.#slots.push(slot);
    }
    this.#bell.ring();
  }
}
