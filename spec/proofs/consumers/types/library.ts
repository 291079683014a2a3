import {
  AsyncLifoQueue,
  AsyncPriorityQueue,
  AsyncQueue,
  asyncContextManager,
  asyncWith,
  CancelledError,
  createTask,
  filter,
  gather,
  map,
  nextTurn,
  QueueEmptyError,
  QueueFullError,
  QueueShutDownError,
  sleep,
  take,
  toArray,
  toMap,
  toSet,
  type AsyncContextManager,
  type GeneratorManager,
  type Source,
  type Task,
  type TaskBody,
  type TaskOptions,
  type WaitOptions,
} from "async-patterns";
import { holds, type Equal } from "./equal.ts";

/*
 * What the types of the library are to a user's compiler. Nothing runs here. Each is compared whole, so that a type that
 * turned into `any`, for want of a declaration that the user does not have, is a mistake.
 */
interface Signal {
  signal?: AbortSignal | undefined;
}
holds<Equal<AbortSignal["aborted"], boolean>>();
holds<Equal<WaitOptions, Signal>>();
holds<Equal<typeof nextTurn, () => Promise<void>>>();
holds<
  Equal<typeof sleep, (ms: number, options?: WaitOptions) => Promise<void>>
>();

holds<Equal<TaskBody<1>, (signal: AbortSignal) => Promise<1> | 1>>();
interface Options {
  name?: string | undefined;
  signal?: AbortSignal | undefined;
}
holds<Equal<TaskOptions, Options>>();
const task = createTask(async (signal) => signal.aborted);
holds<Equal<typeof task, Task<boolean>>>();
holds<Equal<Awaited<typeof task>, boolean>>();
holds<Equal<Task<Date>["cancel"], (reason?: unknown) => boolean>>();
const results = gather(task, Promise.resolve("a"));
holds<Equal<typeof results, Promise<[boolean, string]>>>();

const queue = new AsyncQueue<string>(1);
holds<Equal<typeof queue.get, (options?: WaitOptions) => Promise<string>>>();
holds<
  Equal<
    typeof queue.put,
    (item: string, options?: WaitOptions) => Promise<void>
  >
>();
holds<Equal<typeof queue.size, number>>();
holds<Equal<AsyncLifoQueue<Date>["getNowait"], () => Date>>();
holds<Equal<AsyncPriorityQueue<Date>["getNowait"], () => Date>>();
holds<Equal<CancelledError["cause"], unknown>>();
holds<Equal<QueueEmptyError["message"], string>>();
holds<Equal<QueueFullError["message"], string>>();
holds<Equal<QueueShutDownError["message"], string>>();

const opened = asyncContextManager(async function* (path: string) {
  yield path.length;
});
holds<Equal<typeof opened, (path: string) => GeneratorManager<number>>>();
holds<Equal<GeneratorManager<1>, AsyncContextManager<1> & AsyncDisposable>>();
holds<Equal<GeneratorManager<1>["enter"], () => Promise<1>>>();
const disposed = opened("a")[Symbol.asyncDispose]();
holds<Equal<0 extends 1 & typeof disposed ? "any" : "typed", "typed">>();
const given = asyncWith(opened("a"), (length) => `${length}`);
holds<Equal<typeof given, Promise<string | undefined>>>();

/** Compiles for whoever has no `await using` at run time, too. */
export async function disposes(): Promise<void> {
  await using manager = opened("a");
  holds<Equal<typeof manager, GeneratorManager<number>>>();
}

holds<Equal<Source<1>, AsyncIterable<1> | Iterable<1>>>();
const mapped = map(["a"], async (text) => text.length);
holds<Equal<typeof mapped, AsyncIterableIterator<number>>>();
const taken = take(
  filter(new Set([1]), (item) => item > 0),
  1,
);
holds<Equal<typeof taken, AsyncIterableIterator<number>>>();
const collected = [toArray(queue), toSet(queue), toMap([["a", 1]])] as const;
holds<
  Equal<
    typeof collected,
    readonly [
      Promise<string[]>,
      Promise<Set<string>>,
      Promise<Map<string, number>>,
    ]
  >
>();
