import { AsyncResource } from "node:async_hooks";

/**
 * Whether each promise takes one of Node's ids. They do while somebody hears of all that Node makes, and before Node 24 while
 * an AsyncLocalStorage is in use: one that another spec in the same thread has used stays so.
 */
export function promisesTakeIds(): boolean {
  const before = new AsyncResource("BEFORE").asyncId();
  void Promise.resolve();
  return new AsyncResource("AFTER").asyncId() > before + 1;
}
