/**
 * The language's own promise, as async functions return it. A program may have put another one in the global's place, such
 * as one that calls back behind a timer.
 */
export const NativePromise = (async () => {})()
  .constructor as PromiseConstructor;
