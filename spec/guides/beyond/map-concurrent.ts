/*
 * A function that waits is called for many items, and for no more than a limit at a time. The results come as soon as they
 * are there, or in the order of the items. An item is taken when there is room: a source without an end is no danger.
 */
import { createTask, mapConcurrent, sleep, type Task } from "async-patterns";

/** Looks up the weather, in a task of its own. */
export function lookUp([city, ms]: readonly [string, number]): Task<string> {
  const body = async (): Promise<string> => {
    console.log(`ask ${city}`);
    await sleep(ms);
    return city;
  };
  return createTask(body, { name: city });
}

/** Each city with how long its answer takes. */
export const CITIES = [
  ["Rome", 50],
  ["Oslo", 20],
  ["Bern", 25],
  ["Kiel", 10],
] as const;

/** Says which results come, in which order. */
export async function report(ordered: boolean): Promise<void> {
  const options = { limit: 2, ordered };
  for await (const city of mapConcurrent(CITIES, lookUp, options)) {
    console.log(`got ${city}`);
  }
}

export async function main(): Promise<void> {
  await report(false);
}
