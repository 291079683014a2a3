import { checkFunction, checkWhole } from "../core/checks.ts";
import { checkSource } from "./async-iteration.ts";
import type { ClosableIterator, Source } from "./closable-iterator.ts";
import { type Inlet, Inlets } from "./inlet.ts";
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
  const act = "map concurrently";
  checkSource(act, source);
  checkFunction(act, "fn", fn);
  const { limit, ordered = true } = Object(
    options ?? {},
  ) as MapConcurrentOptions;
  checkWhole(act, "limit", limit, 1);
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
  const given = (item: Awaited<T>) => item;
  return new Pump("buffer", source, given, size, true).loop();
}

/** What has come of an item; it is done where there was none. */
type Result<U> = IteratorResult<Awaited<U>, undefined>;

/** Keeps so many items of a source under way. */
class Pump<T, U> extends Inlets<T, Result<U>> {
  readonly #fn: Mapping<T, U>;
  readonly #limit: number;
  readonly #controller = new AbortController();
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
    super(kind, [source], isOrdered);
    this.#fn = fn;
    this.#limit = limit;
  }

  loop(): ClosableIterator<Awaited<U>> {
    return this.readBy(this.#items());
  }

  async *#items(): AsyncGenerator<Awaited<U>, void, undefined> {
    this.#goOn();
    for await (const { done, value } of this) {
      this.#goOn();
      if (!done) {
        yield value;
      }
    }
  }

  override close(error: unknown): Promise<never>;
  override close(): Promise<void>;
  override close(...errors: []): Promise<void> {
    this.#isOver = true;
    this.#controller.abort(new CancelledError("The loop was left"));
    return super.close(...errors);
  }

  /** Asks for an item if there is room for it. */
  #goOn(): void {
    if (!this.#isOver && !this.#isAsking && this.size < this.#limit) {
      this.#isAsking = true;
      this.add(this.#result());
    }
  }

  async #result(): Promise<Result<U>> {
    const [inlet] = this.all as [Inlet<T>];
    const { done, value } = await inlet.next(); // one that fails is not asked again
    this.#isAsking = false;
    this.#isOver ||= done;
    return done ? { done, value } : { done, value: await this.#work(value) };
  }

  async #work(item: Awaited<T>): Promise<Awaited<U>> {
    this.busy++;
    try {
      const result = this.#fn(item, this.#controller.signal);
      this.#goOn();
      return await result;
    } catch (error) {
      this.#isOver = true;
      throw error;
    } finally {
      this.busy--;
    }
  }
}
