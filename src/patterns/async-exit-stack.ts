/// <reference lib="esnext.disposable" preserve="true" />
import { waitNoted } from "../core/wait.ts";
import { checkFunction, checkKind } from "../core/checks.ts";
import {
  enterContext,
  exitOf,
  tellsOfBody,
  type AsyncContextManager,
  type Exit,
} from "./async-context-manager.ts";

/**
 * Contexts that are left together, as many as a program finds out to need: contextlib's AsyncExitStack,
 * https://docs.python.org/3/library/contextlib.html#contextlib.AsyncExitStack
 *
 * ```ts
 * await asyncWith(new AsyncExitStack(), async (stack) => {
 *   for (const path of paths) {
 *     files.push(await stack.enter(opened(path)));
 *   }
 * });
 * ```
 *
 * - It exits in reverse order, each time with the error so far, as nested `asyncWith` would: an exit may suppress the error
 *   or replace it, and when it throws beside an error, both survive.
 * - `await using stack = new AsyncExitStack()` exits it without an error.
 */
export class AsyncExitStack
  implements AsyncContextManager<AsyncExitStack>, AsyncDisposable
{
  /** @internal */
  readonly [tellsOfBody] = true;
  #exits: Exit[] = [];

  /**
   * How many it is to exit.
   * @internal
   */
  get size(): number {
    return this.#exits.length;
  }

  /**
   * Enters a context, to be exited with the stack.
   *
   * @returns what entering gives
   * @throws TypeError if the manager has no `enter` and `exit`, before anything was entered
   */
  enter<T>(manager: AsyncContextManager<T>): Promise<T>;
  /** For asyncWith: gives the stack itself. */
  enter(): Promise<AsyncExitStack>;
  async enter<T>(...managers: [AsyncContextManager<T>?]): Promise<unknown> {
    if (!managers.length) {
      return this;
    }
    const [manager] = managers as [AsyncContextManager<T>];
    const { value, exit } = await enterContext(manager);
    this.#exits.push(exit);
    return value;
  }

  /**
   * Takes something to dispose of with the stack.
   *
   * @returns the same
   * @throws TypeError if it cannot be disposed of
   */
  use<T extends AsyncDisposable | Disposable>(disposable: T): T {
    const either = Object(disposable) as Partial<AsyncDisposable & Disposable>;
    const dispose = either[Symbol.asyncDispose] ?? either[Symbol.dispose];
    checkKind(
      typeof dispose === "function",
      "use",
      "it takes something disposable",
      disposable,
    );
    this.defer(() => dispose.call(disposable));
    return disposable;
  }

  /**
   * Has a function called with the stack's exit.
   *
   * @throws TypeError if it is no function
   */
  defer(fn: () => unknown): void {
    checkFunction("defer", "fn", fn);
    this.#exits.push(exitOf({ exit: async () => void (await fn()) }));
  }

  /** @returns a new stack, with all that this one was to exit: so they outlive it */
  move(): AsyncExitStack {
    const stack = new AsyncExitStack();
    stack.#exits = this.#exits;
    this.#exits = [];
    return stack;
  }

  /**
   * Exits all, the last one first.
   *
   * @param error what the body threw; called without an argument where it threw nothing
   * @returns true if that was suppressed
   */
  async exit(...threw: [error?: unknown]): Promise<boolean> {
    const [first] = threw;
    const hasThrown = threw.length > 0;
    let pending = hasThrown ? { error: first } : undefined;
    for (let each; (each = this.#exits.pop());) {
      const end = waitNoted("AsyncExitStack.exit", this);
      try {
        await each(pending);
        pending = undefined;
      } catch (error) {
        pending = { error };
      } finally {
        end?.();
      }
    }
    if (pending && !(hasThrown && pending.error === first)) {
      throw pending.error;
    }
    return !pending && hasThrown;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.exit();
  }
}
