import { describe, expectTypeOf, it } from "vitest";
import {
  AsyncEvent,
  Barrier,
  BoundedSemaphore,
  BrokenBarrierError,
  Condition,
  Lock,
  Semaphore,
  type AsyncContextManager,
  type Held,
  type WaitOptions,
} from "../../src/index.ts";

/* What was acquired can be disposed of, and each lock serves asyncWith. The compiler proves it. */
describe("The types of locks, events and the like", () => {
  it("what can be acquired gives what releases it", () => {
    type Acquire = (options?: WaitOptions) => Promise<Held>;
    expectTypeOf<Lock["acquire"]>().toEqualTypeOf<Acquire>();
    expectTypeOf<Semaphore["acquire"]>().toEqualTypeOf<Acquire>();
    expectTypeOf<Condition["acquire"]>().toEqualTypeOf<Acquire>();
    expectTypeOf<Held>().toExtend<Disposable>();
    expectTypeOf<Lock>().toExtend<AsyncContextManager<void>>();
    expectTypeOf<Semaphore>().toExtend<AsyncContextManager<void>>();
    expectTypeOf<Condition>().toExtend<AsyncContextManager<void>>();
    expectTypeOf<BoundedSemaphore>().toExtend<Semaphore>();
    expectTypeOf<Lock["locked"]>().toEqualTypeOf<boolean>();
  });

  it("they are made of nothing, a number, or a lock", () => {
    expectTypeOf(Lock).constructorParameters.toEqualTypeOf<[]>();
    expectTypeOf(AsyncEvent).constructorParameters.toEqualTypeOf<[]>();
    expectTypeOf(Semaphore).constructorParameters.toEqualTypeOf<
      [value?: number | undefined]
    >();
    expectTypeOf(Condition).constructorParameters.toEqualTypeOf<
      [lock?: Lock | undefined]
    >();
    expectTypeOf(Barrier).constructorParameters.toEqualTypeOf<
      [parties: number]
    >();
    expectTypeOf(new BrokenBarrierError()).toExtend<Error>();
  });

  it("waits give nothing, a barrier's a number, and waitFor what the predicate gave", () => {
    expectTypeOf<AsyncEvent["wait"]>().returns.toEqualTypeOf<Promise<void>>();
    expectTypeOf<Condition["wait"]>().returns.toEqualTypeOf<Promise<void>>();
    expectTypeOf<Barrier["wait"]>().returns.toEqualTypeOf<Promise<number>>();
    const waitFor = (condition: Condition) => condition.waitFor(() => "a");
    expectTypeOf(waitFor).returns.toEqualTypeOf<Promise<string>>();
  });
});
