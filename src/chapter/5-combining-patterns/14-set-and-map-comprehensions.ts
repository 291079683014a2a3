/*
 * An async iterable fills any collection: a set keeps each value once, a map pairs each with what belongs to it. The
 * values arrive one by one, so duplicates are dropped as they come.
 */
import { map, sleep, toMap, toSet } from "async-patterns";
import { repr } from "../repr.ts";

/** Yields `count` user ids, 0 to 4 over and over, with one turn of the event loop before each. */
export async function* userIds(count: number): AsyncGenerator<number, void> {
  for (let i = 0; i < count; i++) {
    await sleep(0);
    yield i % 5;
  }
}

export async function main(): Promise<void> {
  const uniqueIds = [...(await toSet(userIds(10)))];
  console.log(`Unique IDs: ${repr(uniqueIds.toSorted((a, b) => a - b))}`);

  const users = map(userIds(5), (id) => [id, `user-${id}`] as const);
  console.log(`User map: ${repr(await toMap(users))}`);
}
