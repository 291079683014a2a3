import {
  checkFunction,
  checkKind,
  checkState,
  hasMethod,
} from "../core/checks.ts";
import { shared } from "../core/errors.ts";
import type { Observer } from "../core/host.ts";
import { observer } from "../core/slot.ts";

/**
 * Something that is entered before a body of code and exited after it, however the body ends.
 *
 * It is Python's pair of `__aenter__` and `__aexit__`:
 * https://docs.python.org/3/reference/datamodel.html#asynchronous-context-managers
 */
export interface AsyncContextManager<T> {
  /** Acquires; what it resolves to is handed to the body. */
  enter(): Promise<T>;
  /**
   * Releases.
   * @param error what the body threw; called without an argument where it threw nothing
   * @returns `true` to suppress the error, anything else to let it through
   */
  exit(error?: unknown): Promise<boolean | void>;
}

/** As an error says it. */
export const ENTER = "enter the context";
export const EXIT = "exit the context";

/** What a body gives under a manager: its own result, or `undefined` where the manager's type lets it suppress errors. */
type Outcome<
  Manager extends Pick<AsyncContextManager<unknown>, "exit">,
  Result,
> =
  Awaited<ReturnType<Manager["exit"]>> extends false | void
    ? Result
    : Result | undefined;

/**
 * Runs a body inside a context: Python's `async with`.
 *
 * - `exit` runs exactly once, whether the body returns or throws, at once or later. It does not run if `enter` throws.
 * - When body and `exit` both throw, both errors survive in a SuppressedError, as `await using` has it: `error` is the
 *   later one, `suppressed` the body's. Where `exit` throws the very error that it was given, that error comes out alone;
 *   so does what a task group or an exit stack throws, which tells of the body's error itself.
 * - A suppressed error makes the result `undefined`.
 *
 * @throws TypeError if the body is no function, or the manager has no `enter` and `exit`, before anything was entered
 */
export async function asyncWith<T, R, M extends AsyncContextManager<T>>(
  manager: M & AsyncContextManager<T>,
  body: (value: T) => Promise<R> | R,
): Promise<Outcome<M, R>> {
  checkFunction(ENTER, "the body", body);
  const { value, exit } = await enterContext(manager);
  let result: R;
  try {
    result = await body(value);
  } catch (error) {
    await exit({ error });
    return undefined as Outcome<M, R>;
  }
  await exit();
  return result;
}

/** What the body of a context has thrown. */
export type Thrown = { readonly error: unknown };

/** Leaves a context. Called with an error, it returns only if that is suppressed, and else throws it. */
export type Exit = (thrown?: Thrown) => Promise<void>;

/** Enters, and tells the observer of that and of the exit. @returns what entering gave, and how to leave */
export async function enterContext<T>(
  manager: AsyncContextManager<T>,
): Promise<{ value: T; exit: Exit }> {
  checkKind(
    hasMethod(manager, "enter") && hasMethod(manager, "exit"),
    ENTER,
    "the manager must have the methods enter and exit",
    manager,
  );
  const watching = observer();
  const value = await manager.enter();
  watching?.contextEntered(manager);
  return { value, exit: exitOf(manager, watching) };
}

/** How a manager's context is left: with the error that was thrown, or what exiting threw beside it. The observer is told. */
export function exitOf(
  manager: Pick<AsyncContextManager<unknown>, "exit">,
  watching?: Observer,
): Exit {
  return async (thrown) => {
    let isSuppressed: boolean | void;
    try {
      isSuppressed = await (thrown
        ? manager.exit(thrown.error)
        : manager.exit());
    } catch (later) {
      throw !thrown || tellsOfBody in manager
        ? later
        : withEarlier(later, thrown.error);
    } finally {
      watching?.contextExited(manager, thrown);
    }
    if (thrown && isSuppressed !== true) {
      throw thrown.error;
    }
  };
}

/** The name of a property of managers whose own errors tell of the body's, so that no pair has to. */
export const tellsOfBody: unique symbol = shared("tellsOfBody") as never;

/**
 * What is to be thrown where a later error follows an earlier one: both, unless they are the same, in a SuppressedError,
 * which Node has from version 24 on: https://tc39.es/proposal-explicit-resource-management/
 */
export function withEarlier(later: unknown, earlier: unknown): unknown {
  if (later === earlier) {
    return earlier;
  }
  const message = "An error was suppressed during disposal";
  const { SuppressedError } = globalThis as {
    SuppressedError?: new (e: unknown, s: unknown, message: string) => Error;
  };
  if (SuppressedError) {
    return new SuppressedError(later, earlier, message);
  }
  return Object.defineProperty(
    Object.assign(new Error(message), { error: later, suppressed: earlier }),
    "name",
    { value: "SuppressedError" },
  );
}

/** @throws Error if a context that serves once was entered before */
export function checkFresh(isFresh: boolean, what: string): void {
  checkState(isFresh, ENTER, `${what} serves only once, make another`);
}

/** @throws Error if a context that is to be exited was not entered */
export function checkEntered(wasEntered: boolean | undefined): void {
  checkState(wasEntered, EXIT, "it was never entered");
}
