/// <reference lib="esnext.disposable" preserve="true" />
import {
  type AsyncContextManager,
  checkEntered,
  checkFresh,
  ENTER,
  EXIT,
} from "./async-context-manager.ts";
import { checkKind, checkState, hasMethod } from "../core/checks.ts";

/** A context manager made from a generator. It can suppress errors, and be disposed of by `await using`. */
export type GeneratorManager<T> = AsyncContextManager<T> & AsyncDisposable;

/**
 * Makes context managers from a generator function: contextlib's asynccontextmanager,
 * https://docs.python.org/3/library/contextlib.html#contextlib.asynccontextmanager
 *
 * The code before the one `yield` enters, what it yields is handed to the body, and the code behind it exits. An error
 * of the body is thrown in at the `yield`: caught there and not thrown again, it is suppressed.
 *
 * ```ts
 * const opened = asyncContextManager(async function* (path: string) {
 *   const file = await open(path);
 *   try {
 *     yield file;
 *   } finally {
 *     await file.close();
 *   }
 * });
 * await asyncWith(opened("notes.txt"), (file) => file.readFile("utf8"));
 * ```
 *
 * - Each manager serves once: entering it again is an error.
 * - A generator that yields nothing fails on enter; one that yields a second time is closed and fails on exit.
 * - With `await using`, disposal is `exit()` without an error. It does not enter, and does nothing if nothing was entered.
 *
 * @throws TypeError if the argument is no function, or, when that is called, gives no generator
 */
export function asyncContextManager<Args extends unknown[], T>(
  generatorFunction: (...args: Args) => AsyncGenerator<T, unknown, unknown>,
): (...args: Args) => GeneratorManager<T> {
  const check = (isGenerator: boolean): void =>
    checkKind(
      isGenerator,
      "create a context manager",
      "it takes a generator function",
      generatorFunction,
    );
  check(typeof generatorFunction === "function");
  return (...args) => {
    const generator = generatorFunction(...args);
    check(hasMethod(generator, "throw"));
    return new Manager(generator);
  };
}

class Manager<T> implements GeneratorManager<T> {
  readonly #generator: AsyncGenerator<T, unknown, unknown>;
  #wasEntered: boolean | undefined;

  constructor(generator: AsyncGenerator<T, unknown, unknown>) {
    this.#generator = generator;
  }

  async enter(): Promise<T> {
    checkFresh(!this.#wasEntered, "a generator's manager");
    this.#wasEntered = true;
    const { done, value } = await this.#generator.next();
    checkState(!done, ENTER, "the generator did not yield");
    return value;
  }

  async exit(...threw: [error?: unknown]): Promise<boolean> {
    checkEntered(this.#wasEntered);
    const hasThrown = threw.length > 0;
    const [error] = threw;
    const generator = this.#generator;
    try {
      const { done } = await (hasThrown
        ? generator.throw(error)
        : generator.next());
      if (!done) {
        await generator.return(undefined);
      }
      checkState(!!done, EXIT, "the generator yielded a second time");
    } catch (thrown) {
      if (!hasThrown || thrown !== error) {
        throw thrown;
      }
      return false;
    }
    return hasThrown;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#wasEntered) {
      await this.exit(); // does nothing where the generator has ended
    }
  }
}
