import { loadPeer } from "../peers.ts";
import { effect } from "./effect.ts";
import { ours } from "./ours.ts";
import { handle, numbers, readAll, shared, type Works } from "./work.ts";

/** The contestants, by name, ours first; each is loaded where it is needed. */
export const peers: Readonly<Record<string, () => Promise<Works>>> = {
  "async-patterns": ours,
  effect,
  "async-mutex": asyncMutex,
  "async-sema": asyncSema,
  "p-limit": pLimit,
  "p-map": pMap,
  "streaming-iterables": streamingIterables,
};

interface Mutex {
  acquire(): Promise<() => void>;
}

interface MutexModule {
  Mutex: new () => Mutex;
  Semaphore: new (places: number) => {
    acquire(): Promise<[number, () => void]>;
  };
}

/** async-mutex has locks and semaphores. */
async function asyncMutex(): Promise<Works> {
  const { Mutex, Semaphore } = await loadPeer<MutexModule>("async-mutex");
  const locked = (tasks: number) => (amount: number) => {
    const mutex = new Mutex();
    return shared(tasks, amount, async () => {
      const release = await mutex.acquire();
      await hold(tasks);
      release();
    });
  };
  return {
    uncontended: locked(1),
    contended: locked(4),
    semaphore: (amount) => {
      const semaphore = new Semaphore(8);
      return shared(64, amount, async () => {
        const [, release] = await semaphore.acquire();
        await hold(64);
        release();
      });
    },
  };
}

interface SemaModule {
  Sema: new (places: number) => {
    acquire(): Promise<unknown>;
    release(): void;
  };
}

/** async-sema has semaphores; one of a single place is a lock. */
async function asyncSema(): Promise<Works> {
  const { Sema } = await loadPeer<SemaModule>("async-sema");
  const taking = (places: number, tasks: number) => (amount: number) => {
    const sema = new Sema(places);
    return shared(tasks, amount, async () => {
      await sema.acquire();
      await hold(tasks);
      sema.release();
    });
  };
  return {
    uncontended: taking(1, 1),
    contended: taking(1, 4),
    semaphore: taking(8, 64),
  };
}

interface LimitModule {
  default: (limit: number) => (act: () => Promise<unknown>) => Promise<unknown>;
}

/** p-limit runs functions, so many at a time. */
async function pLimit(): Promise<Works> {
  const { default: makeLimit } = await loadPeer<LimitModule>("p-limit");
  const limited = (limit: number, tasks: number) => (amount: number) => {
    const run = makeLimit(limit);
    return shared(tasks, amount, async () => {
      await run(() => hold(tasks));
    });
  };
  return {
    uncontended: limited(1, 1),
    contended: limited(1, 4),
    semaphore: limited(8, 64),
    map: async (amount) => {
      const run = makeLimit(16);
      const results: Promise<unknown>[] = [];
      for await (const item of numbers(amount)) {
        results.push(run(() => handle(item)));
      }
      await Promise.all(results);
    },
  };
}

interface MapModule {
  readonly default: (
    source: AsyncIterable<number>,
    fn: (item: number) => Promise<number>,
    options: { concurrency: number },
  ) => Promise<unknown>;
}

/** p-map maps, and gives all results together. */
async function pMap(): Promise<Works> {
  const { default: mapAll } = await loadPeer<MapModule>("p-map");
  return {
    map: (amount) => mapAll(numbers(amount), handle, { concurrency: 16 }),
  };
}

interface StreamingModule {
  readonly parallelMerge: (
    ...sources: AsyncIterable<number>[]
  ) => AsyncIterable<number>;
  readonly parallelMap: (
    limit: number,
    fn: (item: number) => Promise<number>,
    source: AsyncIterable<number>,
  ) => AsyncIterable<number>;
}

/** streaming-iterables merges and maps, but leaves sources open where a loop is left. */
async function streamingIterables(): Promise<Works> {
  const { parallelMerge, parallelMap } = await loadPeer<StreamingModule>(
    "streaming-iterables",
  );
  return {
    map: (amount) => readAll(parallelMap(16, handle, numbers(amount))),
    merge: (amount) =>
      readAll(
        parallelMerge(...Array.from({ length: 4 }, () => numbers(amount / 4))),
      ),
  };
}

/** Holds it for a promise, so that the others wait, if there are others. */
async function hold(tasks: number): Promise<void> {
  if (tasks > 1) {
    await Promise.resolve();
  }
}
