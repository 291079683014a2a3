import { AsyncQueue } from "../../../src/patterns/async-queue.ts";

/** A queue without bounds that holds the items. */
export function holding<T>(...items: T[]): AsyncQueue<T> {
  const queue = new AsyncQueue<T>();
  items.forEach((item) => queue.putNowait(item));
  return queue;
}

/** A queue for one item that holds it. */
export function fullWith<T>(item: T): AsyncQueue<T> {
  const queue = new AsyncQueue<T>(1);
  queue.putNowait(item);
  return queue;
}

/** Gets one item, and prints how that ends. */
export async function getter(
  queue: AsyncQueue<unknown>,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  await queue.get({ signal }).then(
    (item) => console.log(`${name} got ${String(item)}`),
    (reason: unknown) => console.log(`${name} ends: ${String(reason)}`),
  );
}

/** Puts one item, and prints how that ends. */
export async function putter(
  queue: AsyncQueue<string>,
  item: string,
  signal?: AbortSignal,
): Promise<void> {
  await queue.put(item, { signal }).then(
    () => console.log(`${item} is in`),
    (reason: unknown) => console.log(`${item} ends: ${String(reason)}`),
  );
}
