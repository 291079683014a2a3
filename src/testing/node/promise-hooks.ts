import { safely } from "../../core/checks.ts";
import { NativePromise } from "../../core/native-promise.ts";
import { v8 } from "./builtins.ts";
import { inspect } from "./inspect.ts";

/** What V8 tells of promises: https://nodejs.org/api/v8.html#promise-hooks */
export interface PromiseHooks {
  /** A promise was made; one with a parent is that of an `await` or a `then`. */
  readonly init?: (promise: Promise<unknown>, parent?: unknown) => void;
  /** Code goes on behind its `await`, or a `then` calls back. */
  readonly before?: (promise: Promise<unknown>) => void;
}

const PENDING = "<pending>";
const nothing = (): void => {};

/** Has these functions called, where an engine tells of promises; elsewhere nothing is known of them. @returns a function that ends it */
export function hookPromises(hooks: PromiseHooks): () => void {
  try {
    const stop = v8?.promiseHooks.createHook(hooks) as (() => void) | undefined;
    return stop ?? nothing;
  } catch {
    return nothing; // Bun has the function, but it only throws
  }
}

/** Whether an engine tells of promises. */
export const seesPromises = ((): boolean => {
  let isSeen = false;
  const init = (): void => void (isSeen = true);
  const stop = hookPromises({ init });
  void new NativePromise(nothing);
  stop();
  return isSeen;
})();

/** Only where promises can be hooked. One to which a program has done something may fail at being shown. */
export function isPending(promise: Promise<unknown>): boolean {
  const text = safely(
    () => inspect(promise, { customInspect: false }),
    PENDING,
  );
  return text.includes(PENDING);
}
