import type { AsyncResource } from "node:async_hooks";
import { asyncHooks } from "./builtins.ts";

/** What there is of Node's AsyncResource where nobody has async contexts. */
class WithoutContext {
  runInAsyncScope<T>(
    callback: (...args: unknown[]) => T,
    self: unknown,
    ...args: unknown[]
  ): T {
    return Reflect.apply(callback, self, args);
  }

  emitDestroy(): void {}
}

/** Calls back in the async context in which it was made: https://nodejs.org/api/async_context.html#class-asyncresource */
export const Resource = (asyncHooks?.AsyncResource ??
  WithoutContext) as typeof AsyncResource;
