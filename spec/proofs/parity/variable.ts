import { AsyncLocalStorage } from "node:async_hooks";

/** What a program sets in its async context: in Python a ContextVar. */
export const variable = new AsyncLocalStorage<number>();

/** How a line shows its value. */
export function shownVariable(): string {
  const value = variable.getStore();
  return value === undefined ? "" : ` @${value}`;
}
