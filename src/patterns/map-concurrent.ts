import { checkFunction, checkWhole } from "../core/checks.ts";
import { Fifo } from "../core/fifo.ts";
import {
  checkSource,
  closable,
  type ClosableIterator,
  type Source,
} from "./closable-iterator.ts";
import { closeAll, type Inlet, Inlets } from "./inlet.ts";
import { type Outcome, resultOf } from "./awaitables.ts";
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
  const { limit, ordered = true } = Object(options) as MapConcurrentOptions;
  checkWhole(act, "limit", limit, 1);
  return pumped("mapConcurrent", source, fn, limit, ordered);
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
  return pumped("buffer", source, (item) => item, size, true);
}

/** An item on its way: what has become of it, once that is known. */
interface Slot<U> {
  outcome?: Outcome<Awaited<U>>;
}

/** Keeps so many items under way. */
function pumped<T, U>(
  kind: string,
  source: Source<T>,
  fn: Mapping<T, U>,
  limit: number,
  isOrdered: boolean,
): ClosableIterator<Awaited<U>> {
  const inlets = new Inlets([source]);
  const [inlet] = inlets.all as [Inlet<T>];
  const controller = new AbortController();
  /** In order, those under way; else those that are done. */
  const slots = new Fifo<Slot<U>>();
  let underWay = 0;
  let isAsking: boolean | undefined;
  /** Nothing new is begun. */
  let isOver: boolean | undefined;

  /** Works on what came of asking, in a slot of its own. */
  const begin = async (answer: Outcome<Awaited<T>>): Promise<void> => {
    const slot: Slot<U> = {};
    if (isOrdered) {
      slots.push(slot);
    }
    underWay++;
    inlets.busy++;
    try {
      slot.outcome = { value: await fn(resultOf(answer), controller.signal) };
    } catch (error) {
      slot.outcome = { error };
      isOver = true;
    }
    if (!isOrdered) {
      slots.push(slot);
    }
    inlets.ring();
    inlets.busy--;
  };
  /** Asks for items as long as there is room for them. */
  const goOn = async (): Promise<void> => {
    isAsking = true;
    while (!isOver && underWay < limit) {
      const answer = await inlet.ask();
      if (inlet.hear(answer.done)) {
        isOver = true;
        inlets.ring();
      } else if (!isOver) {
        void begin(answer);
      }
    }
    isAsking = false;
  };
  const abort = () => controller.abort(new CancelledError("The loop was left"));

  async function* items(): AsyncGenerator<Awaited<U>, void, undefined> {
    try {
      void goOn();
      for (;;) {
        const outcome = slots.first?.outcome;
        if (outcome) {
          slots.shift();
          underWay--;
          const value = resultOf(outcome);
          if (!isAsking) {
            void goOn();
          }
          yield value;
        } else if ((isOver && !underWay) || !(await inlets.rings(kind))) {
          return;
        }
      }
    } catch (error) {
      abort();
      await closeAll(inlets.all, [error]);
    }
  }
  return closable(items(), (thrown) => {
    abort();
    isOver = true;
    return inlets.end(thrown);
  });
}
