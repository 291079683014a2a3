import { loadPeer } from "../peers.ts";
import type { QueuePeer, Stream } from "./shapes.ts";

/** A description of work, which `yield*` does. */
type Effect<T> = Iterable<unknown, T> & { readonly succeeds?: T };

interface EffectModule {
  gen<T>(body: () => Generator<unknown, T>): Effect<T>;
  all(effects: Effect<unknown>[], options: object): Effect<unknown>;
  runPromise<T>(effect: Effect<T>): Promise<T>;
}

interface QueueModule {
  bounded(slots: number): Effect<object>;
  unbounded(): Effect<object>;
  offer(queue: object, item: number): Effect<unknown>;
  take(queue: object): Effect<unknown>;
}

/** effect's Queue, between fibers, in the style of its documentation. */
export async function effectQueue(): Promise<QueuePeer> {
  const Effect = await loadPeer<EffectModule>("effect/Effect");
  const Queue = await loadPeer<QueueModule>("effect/Queue");
  const offering = (queue: object, count: number): Effect<void> =>
    Effect.gen(function* () {
      for (let item = 0; item < count; item++) {
        yield* Queue.offer(queue, item);
      }
    });
  const taking = (queue: object, count: number): Effect<void> =>
    Effect.gen(function* () {
      for (let got = 0; got < count; got++) {
        yield* Queue.take(queue);
      }
    });
  const streaming = (
    { producers, consumers, slots }: Stream,
    items: number,
  ): Effect<void> =>
    Effect.gen(function* () {
      const queue = yield* slots > 0 ? Queue.bounded(slots) : Queue.unbounded();
      const fibers = [
        ...Array.from({ length: producers }, () =>
          offering(queue, items / producers),
        ),
        ...Array.from({ length: consumers }, () =>
          taking(queue, items / consumers),
        ),
      ];
      yield* Effect.all(fibers, { concurrency: "unbounded" });
    });
  const bursting = (size: number): Effect<void> =>
    Effect.gen(function* () {
      const queue = yield* Queue.unbounded();
      yield* offering(queue, size);
      yield* taking(queue, size);
    });
  return {
    stream: (shape) => (items) => Effect.runPromise(streaming(shape, items)),
    burst: (size) => () => Effect.runPromise(bursting(size)),
  };
}
