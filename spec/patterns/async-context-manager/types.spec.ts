import { describe, expectTypeOf, it } from "vitest";
import {
  asyncContextManager,
  asyncWith,
  type AsyncContextManager,
  type GeneratorManager,
} from "../../../src/index.ts";

/*
 * A context manager that can suppress an error leaves its caller without a result. Its type says whether it can: then the
 * result may be `undefined`, and the compiler asks for that case.
 */
describe("The types of context managers", () => {
  it("a manager enters with a value, and exits perhaps with an error", () => {
    type Manager = AsyncContextManager<string>;
    expectTypeOf<Manager["enter"]>().toEqualTypeOf<() => Promise<string>>();
    expectTypeOf<Manager["exit"]>().toEqualTypeOf<
      (error?: unknown) => Promise<boolean | void>
    >();
  });

  it("the body is given what enter gives", () => {
    const enter = (manager: AsyncContextManager<Date>) =>
      asyncWith(manager, (value) => {
        expectTypeOf(value).toEqualTypeOf<Date>();
      });
    expectTypeOf(enter).toBeFunction();
  });

  it("the result is the body's alone where exit never resolves to true", () => {
    const silent = (manager: {
      enter(): Promise<string>;
      exit(): Promise<void>;
    }) => asyncWith(manager, (value) => value.length);
    expectTypeOf(silent).returns.toEqualTypeOf<Promise<number>>();
    const strict = (manager: {
      enter(): Promise<string>;
      exit(error?: unknown): Promise<false>;
    }) => asyncWith(manager, async (value) => value.length);
    expectTypeOf(strict).returns.toEqualTypeOf<Promise<number>>();
  });

  it("the result may be undefined where exit may resolve to true", () => {
    const unknown = (manager: AsyncContextManager<string>) =>
      asyncWith(manager, (value) => value.length);
    expectTypeOf(unknown).returns.toEqualTypeOf<Promise<number | undefined>>();
    const forgiving = (manager: {
      enter(): Promise<string>;
      exit(error?: unknown): Promise<boolean>;
    }) => asyncWith(manager, async (value) => value.length);
    expectTypeOf(forgiving).returns.toEqualTypeOf<
      Promise<number | undefined>
    >();
  });

  it("a generator's manager takes the generator's arguments, and enters with what it yields", () => {
    const opened = asyncContextManager(async function* (
      path: string,
      mode?: number,
    ) {
      yield { path, mode };
    });
    expectTypeOf(opened).parameters.toEqualTypeOf<
      [path: string, mode?: number | undefined]
    >();
    expectTypeOf(opened).returns.toEqualTypeOf<
      GeneratorManager<{ path: string; mode: number | undefined }>
    >();
    // @ts-expect-error -- a path is a string
    expectTypeOf(opened).toBeCallableWith(1);
  });

  it("a generator's manager can suppress, and be disposed of", () => {
    expectTypeOf<GeneratorManager<string>>().toEqualTypeOf<
      AsyncContextManager<string> & AsyncDisposable
    >();
    const use = (manager: GeneratorManager<string>) =>
      asyncWith(manager, (value) => value.length);
    expectTypeOf(use).returns.toEqualTypeOf<Promise<number | undefined>>();
  });
});
