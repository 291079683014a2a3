import { loadPeer } from "../peers.ts";
import { GROUP, numbers, type Works } from "./work.ts";

/** A description of work, which `yield*` does. */
type Effect<T> = Iterable<unknown, T> & { readonly succeeds?: T };

interface EffectModule {
  readonly void: Effect<void>;
  readonly yieldNow: Effect<void>;
  succeed<T>(value: T): Effect<T>;
  gen<T>(body: () => Generator<unknown, T>): Effect<T>;
  all(effects: Effect<unknown>[], options: object): Effect<unknown>;
  runPromise<T>(effect: Effect<T>): Promise<T>;
}

interface SemaphoreModule {
  make(places: number): Effect<object>;
  withPermits(
    semaphore: object,
    permits: number,
  ): <T>(effect: Effect<T>) => Effect<T>;
}

interface StreamModule {
  fromAsyncIterable(
    source: AsyncIterable<number>,
    onError: (error: unknown) => unknown,
  ): object;
  mapEffect(
    stream: object,
    fn: (item: number) => Effect<number>,
    options: { concurrency: number },
  ): object;
  mergeAll(streams: object[], options: { concurrency: number }): object;
  runDrain(stream: object): Effect<void>;
}

/** effect, in the style of its documentation: fibers, its Semaphore, and streams. */
export async function effect(): Promise<Works> {
  const Effect = await loadPeer<EffectModule>("effect/Effect");
  const Semaphore = await loadPeer<SemaphoreModule>("effect/Semaphore");
  const Stream = await loadPeer<StreamModule>("effect/Stream");
  const unbounded = { concurrency: "unbounded" };
  const taking = (places: number, tasks: number) => (amount: number) =>
    Effect.runPromise(
      Effect.gen(function* () {
        const semaphore = yield* Semaphore.make(places);
        const held = tasks === 1 ? Effect.void : Effect.yieldNow;
        const take = Semaphore.withPermits(semaphore, 1)(held);
        const one = Effect.gen(function* () {
          for (let left = amount / tasks; left > 0; left--) {
            yield* take;
          }
        });
        yield* Effect.all(
          Array.from({ length: tasks }, () => one),
          unbounded,
        );
      }),
    );
  const onTurn = (value: number): Effect<number> =>
    Effect.gen(function* () {
      yield* Effect.yieldNow; // as a task, which begins on a turn of its own
      return value;
    });
  const stream = (count: number): object =>
    Stream.fromAsyncIterable(numbers(count), (error) => error);
  return {
    uncontended: taking(1, 1),
    contendedTurn: taking(1, 4),
    semaphoreTurn: taking(8, 64),
    map: (amount) =>
      Effect.runPromise(
        Stream.runDrain(
          Stream.mapEffect(stream(amount), (item) => Effect.succeed(item + 1), {
            concurrency: 16,
          }),
        ),
      ),
    merge: (amount) =>
      Effect.runPromise(
        Stream.runDrain(
          Stream.mergeAll(
            Array.from({ length: 4 }, () => stream(amount / 4)),
            { concurrency: 4 },
          ),
        ),
      ),
    group: async (amount) => {
      for (let left = amount; left > 0; left -= GROUP) {
        await Effect.runPromise(
          Effect.all(
            Array.from({ length: GROUP }, (_, number) => onTurn(number + 1)),
            unbounded,
          ),
        );
      }
    },
  };
}
