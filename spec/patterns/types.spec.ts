import { describe, expectTypeOf, it } from "vitest";
import {
  abortable,
  createTask,
  gather,
  nextTurn,
  sleep,
  Task,
  type ClosableIterator,
  type TaskBody,
  type TaskOptions,
  type WaitOptions,
  AsyncLifoQueue,
  AsyncPriorityQueue,
  AsyncQueue,
  CancelledError,
  QueueEmptyError,
  QueueFullError,
  QueueShutDownError,
} from "../../src/index.ts";

/*
 * Types are part of the contract: what a queue of strings gives is a string, and the results of three tasks are a tuple
 * of three types. These rules are proved by the compiler when the specs are type-checked; when they run, nothing happens.
 */
describe("The types of turns and tasks", () => {
  it("nextTurn takes nothing, sleep a number and perhaps a signal", () => {
    expectTypeOf(nextTurn).toEqualTypeOf<() => Promise<void>>();
    expectTypeOf(sleep).parameters.toEqualTypeOf<
      [ms: number, options?: { signal?: AbortSignal | undefined } | undefined]
    >();
    expectTypeOf(sleep).returns.toEqualTypeOf<Promise<void>>();
    expectTypeOf(sleep).toBeCallableWith(1, new AbortController());
    // @ts-expect-error -- a delay is a number
    expectTypeOf(sleep).toBeCallableWith("1");
  });

  it("createTask gives a task of what the body returns, at once or later", () => {
    expectTypeOf(createTask(() => 1)).toEqualTypeOf<Task<number>>();
    expectTypeOf(createTask(async () => "a")).toEqualTypeOf<Task<string>>();
    expectTypeOf(createTask(() => {})).toEqualTypeOf<Task<void>>();
    expectTypeOf(createTask<number>)
      .parameter(0)
      .toEqualTypeOf<TaskBody<number>>();
    expectTypeOf<TaskBody<number>>().toEqualTypeOf<
      (signal: AbortSignal) => Promise<number> | number
    >();
    expectTypeOf(createTask)
      .parameter(1)
      .toEqualTypeOf<TaskOptions | undefined>();
    expectTypeOf<TaskOptions>().toEqualTypeOf<{
      name?: string | undefined;
      signal?: AbortSignal | undefined;
    }>();
  });

  it("a task is PromiseLike, and awaiting it gives its result", () => {
    expectTypeOf<Task<string>>().toExtend<PromiseLike<string>>();
    expectTypeOf<Awaited<Task<string>>>().toEqualTypeOf<string>();
    expectTypeOf<Task<string>["name"]>().toEqualTypeOf<string>();
    expectTypeOf<Task<string>["done"]>().toEqualTypeOf<boolean>();
    expectTypeOf<Task<string>["cancelled"]>().toEqualTypeOf<boolean>();
    expectTypeOf<Task<string>["cancel"]>().toEqualTypeOf<
      (reason?: unknown) => boolean
    >();
    expectTypeOf(CancelledError).toBeConstructibleWith("why", { cause: 1 });
    expectTypeOf(CancelledError).toBeConstructibleWith();
  });

  it("a task goes where a promise is wanted", () => {
    expectTypeOf<Task<string>>().toExtend<Promise<string>>();
    const caught = (task: Task<string>) => task.catch(() => 1);
    expectTypeOf(caught).returns.toEqualTypeOf<Promise<string | number>>();
    const tidied = (task: Task<string>) => task.finally(() => {});
    expectTypeOf(tidied).returns.toEqualTypeOf<Promise<string>>();
  });

  it("gather gives a tuple of the results, in the order of the arguments", () => {
    const number = async () => gather(createTask(() => 1));
    expectTypeOf(number).returns.resolves.toEqualTypeOf<[number]>();
    const mixed = async (task: Task<string>, promise: Promise<Date>) =>
      gather(task, promise, task as PromiseLike<string>);
    expectTypeOf(mixed).returns.resolves.toEqualTypeOf<
      [string, Date, string]
    >();
    const nothing = async () => gather();
    expectTypeOf(nothing).returns.resolves.toEqualTypeOf<[]>();
  });

  it("abortable gives a promise of the result, or an iterator of the items", () => {
    const { signal } = new AbortController();
    const result = (task: Task<string>) => abortable(task, signal);
    expectTypeOf(result).returns.toEqualTypeOf<Promise<string>>();
    const items = (queue: AsyncQueue<string>) => abortable(queue, signal);
    expectTypeOf(items).returns.toEqualTypeOf<ClosableIterator<string>>();
    // @ts-expect-error -- without a signal nothing can end it
    const refused = (task: Task<string>) => abortable(task);
    expectTypeOf(refused).toBeFunction();
  });

  it("gather gives an array of results for an array of tasks", () => {
    const many = async (tasks: Task<string>[]) => gather(...tasks);
    expectTypeOf(many).returns.resolves.toEqualTypeOf<string[]>();
    const pair = async (a: Task<string>, b: Promise<Date>) =>
      gather([a, b], new AbortController());
    expectTypeOf(pair).returns.resolves.toEqualTypeOf<[string, Date]>();
    const set = async (tasks: Set<Task<string>>) => gather(tasks);
    expectTypeOf(set).returns.resolves.toEqualTypeOf<string[]>();
    // @ts-expect-error -- a number cannot be awaited
    const refused = async () => gather(1);
    expectTypeOf(refused).toBeFunction();
  });
});

describe("The types of queues", () => {
  const queues = [AsyncQueue, AsyncLifoQueue] as const;

  it("a queue takes and gives items of its type", () => {
    type Queue = AsyncQueue<string>;
    expectTypeOf<Queue["put"]>().toEqualTypeOf<
      (item: string, options?: WaitOptions) => Promise<void>
    >();
    expectTypeOf<Queue["get"]>().toEqualTypeOf<
      (options?: WaitOptions) => Promise<string>
    >();
    expectTypeOf<Queue["putNowait"]>().toEqualTypeOf<(item: string) => void>();
    expectTypeOf<Queue["getNowait"]>().toEqualTypeOf<() => string>();
    expectTypeOf<WaitOptions>().toEqualTypeOf<{
      signal?: AbortSignal | undefined;
    }>();
  });

  it("a queue is asynchronously iterable over its items", () => {
    expectTypeOf<AsyncQueue<string>>().toExtend<AsyncIterable<string>>();
    const iterate = (queue: AsyncQueue<string>) =>
      queue[Symbol.asyncIterator]();
    expectTypeOf(iterate).returns.toEqualTypeOf<ClosableIterator<string>>();
    expectTypeOf<AsyncQueue<string>["items"]>().toEqualTypeOf<
      (options?: WaitOptions) => ClosableIterator<string>
    >();
    expectTypeOf<ClosableIterator<string>>().toExtend<
      AsyncGenerator<string, void, undefined> & AsyncDisposable
    >();
  });

  it("a queue tells its state, and ends", () => {
    type Queue = AsyncQueue<string>;
    expectTypeOf<Queue["size"]>().toEqualTypeOf<number>();
    expectTypeOf<Queue["maxsize"]>().toEqualTypeOf<number>();
    expectTypeOf<Queue["empty"]>().toEqualTypeOf<boolean>();
    expectTypeOf<Queue["full"]>().toEqualTypeOf<boolean>();
    expectTypeOf<Queue["taskDone"]>().toEqualTypeOf<() => void>();
    expectTypeOf<Queue["join"]>().toEqualTypeOf<
      (options?: WaitOptions) => Promise<void>
    >();
    expectTypeOf<Queue["shutdown"]>().toEqualTypeOf<
      (options?: { immediate?: boolean | undefined }) => void
    >();
  });

  it("the state of a queue cannot be set", () => {
    const queue = new AsyncQueue<string>();
    const set = (): void => {
      // @ts-expect-error -- maxsize is for the constructor
      queue.maxsize = 1;
      // @ts-expect-error -- a getter
      queue.size = 1;
    };
    expectTypeOf(set).toBeFunction();
  });

  it("queues are made with a maxsize, a priority queue also with an order", () => {
    expectTypeOf(queues[0]).constructorParameters.toEqualTypeOf<
      [maxsize?: number | undefined]
    >();
    expectTypeOf(queues[1]).constructorParameters.toEqualTypeOf<
      [maxsize?: number | undefined]
    >();
    expectTypeOf(AsyncPriorityQueue<Date>).constructorParameters.toEqualTypeOf<
      [
        maxsize?: number | undefined,
        compare?: ((a: Date, b: Date) => number) | undefined,
      ]
    >();
    expectTypeOf<AsyncLifoQueue<Date>>().toExtend<AsyncQueue<Date>>();
    expectTypeOf<AsyncPriorityQueue<Date>>().toExtend<AsyncQueue<Date>>();
  });

  it("the errors are told apart by class", () => {
    for (const ErrorClass of [
      QueueEmptyError,
      QueueFullError,
      QueueShutDownError,
    ]) {
      expectTypeOf(ErrorClass).toBeConstructibleWith("message");
      expectTypeOf(new ErrorClass()).toExtend<Error>();
    }
  });
});
