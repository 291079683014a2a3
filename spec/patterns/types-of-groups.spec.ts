import { describe, expectTypeOf, it } from "vitest";
import {
  asCompleted,
  asyncWith,
  AsyncExitStack,
  buffer,
  chunk,
  createTask,
  mapConcurrent,
  merge,
  TaskGroup,
  timeout,
  wait,
  zip,
  type AsyncContextManager,
  type AsyncQueue,
  type ClosableIterator,
  type MapConcurrentOptions,
  type Task,
  type WaitForOptions,
} from "../../src/index.ts";

/* What a group, a time limit and a stack give is what their bodies give. The compiler proves it. */
describe("The types of groups, limits and stacks", () => {
  it("a group gives tasks of what their bodies return, and the body's own result", () => {
    const start = (group: TaskGroup) => group.createTask(() => "a");
    expectTypeOf(start).returns.toEqualTypeOf<Task<string>>();
    expectTypeOf<TaskGroup>().toExtend<
      AsyncContextManager<TaskGroup> & AsyncDisposable
    >();
    const leave = () => asyncWith(new TaskGroup(), () => 7);
    expectTypeOf(leave).returns.toEqualTypeOf<Promise<number>>();
    // @ts-expect-error -- a group has a signal, no limit
    expectTypeOf(TaskGroup).toBeConstructibleWith({ limit: 3 });
  });

  it("timeout gives what the body gives", () => {
    const limited = () => timeout(5, async (signal) => signal.aborted);
    expectTypeOf(limited).returns.toEqualTypeOf<Promise<boolean>>();
    // @ts-expect-error -- a body is a function
    expectTypeOf(timeout).toBeCallableWith(5, Promise.resolve());
  });

  it("wait and asCompleted give the very tasks", () => {
    const both = (tasks: Task<string>[]) => wait(tasks, { until: "first" });
    expectTypeOf(both).returns.resolves.toEqualTypeOf<{
      done: Set<Task<string>>;
      pending: Set<Task<string>>;
    }>();
    const ended = () => asCompleted([createTask(() => 7)]);
    expectTypeOf(ended).returns.toEqualTypeOf<
      ClosableIterator<{ task: Task<number> }>
    >();
    expectTypeOf<WaitForOptions["until"]>().toEqualTypeOf<
      "all" | "first" | "failure" | undefined
    >();
  });

  it("a stack gives what its managers give, and what it is to dispose of", () => {
    const enter = (stack: AsyncExitStack, it: AsyncContextManager<Date>) =>
      stack.enter(it);
    expectTypeOf(enter).returns.toEqualTypeOf<Promise<Date>>();
    const use = (stack: AsyncExitStack, file: Disposable & { name: string }) =>
      stack.use(file).name;
    expectTypeOf(use).returns.toEqualTypeOf<string>();
    expectTypeOf<AsyncExitStack>().toExtend<AsyncDisposable>();
  });
});

describe("The types of merged, zipped and mapped sources", () => {
  it("merge gives any of the items, zip a tuple of them", () => {
    const merged = (queue: AsyncQueue<string>) => merge(queue, [1, 2]);
    expectTypeOf(merged).returns.toEqualTypeOf<
      ClosableIterator<string | number>
    >();
    const zipped = (queue: AsyncQueue<string>) =>
      zip(queue, [Promise.resolve(1)]);
    expectTypeOf(zipped).returns.toEqualTypeOf<
      ClosableIterator<[string, number]>
    >();
  });

  it("chunk gives arrays, buffer the items, mapConcurrent what fn gives", () => {
    const source = new Set([Promise.resolve("a")]);
    expectTypeOf(chunk(source, 2)).toEqualTypeOf<ClosableIterator<string[]>>();
    expectTypeOf(buffer(source, 2)).toEqualTypeOf<ClosableIterator<string>>();
    const lengths = mapConcurrent(source, async (item) => item.length, {
      limit: 2,
    });
    expectTypeOf(lengths).toEqualTypeOf<ClosableIterator<number>>();
    expectTypeOf<MapConcurrentOptions>().toEqualTypeOf<{
      limit: number;
      ordered?: boolean | undefined;
    }>();
  });
});
