/*
 * Cells 11 and 12 on a queue that survives. A worker has a job for a while: if it dies, another does it, again or for the
 * first time. What was done is there once, as it is committed together with "done".
 */
import { createTask, gather, sleep } from "async-patterns";
import { inTransaction } from "./2-transaction.ts";
import { query, type Database } from "./database.ts";
import * as durable from "./durable-queue.ts";
import { startProcess } from "./processes.ts";

export const QUEUE = "squares";
type Square = { number: number | string; ms?: number };

/** Takes jobs until `signal` aborts, and finishes the one in hand. Nobody wakes it: it looks every `pollMs`. */
export async function worker(
  { database, boss }: durable.Queue,
  signal: AbortSignal,
  pollMs = 50,
): Promise<void> {
  while (!signal.aborted) {
    const [job] = await boss.fetch<Square>(QUEUE);
    if (job === undefined) {
      await sleep(pollMs, { signal }).catch(() => "it is time to stop");
      continue;
    }
    const done = square(job.data).then((result) =>
      inTransaction(database, async (session) => {
        await session.query("INSERT INTO squares VALUES ($1, $2)", result);
        await durable.complete(boss, job, session);
      }),
    );
    await done.catch((error: Error) => durable.fail(boss, job, error));
  }
}

async function square({ number, ms = 0 }: Square): Promise<number[]> {
  await sleep(ms);
  if (typeof number === "number") {
    return [number, number ** 2];
  }
  throw new TypeError(`Cannot square: no number, received ${number}`);
}

export async function main(database: Database): Promise<void> {
  const table = "squares (number int, square int)";
  await query(database, `DROP TABLE IF EXISTS squares; CREATE TABLE ${table}`);
  await using queue = await durable.openQueue(database, QUEUE);
  for (const number of [1, 2, 3, "four"]) {
    await queue.boss.send(QUEUE, { number, ms: 100 });
    await sleep(10);
  }
  const stop = new AbortController();
  const task = () => createTask(() => worker(queue, stop.signal));
  const start = () => startProcess(database.url, stop.signal) ?? task();
  const workers = [start(), start()];
  await durable.drained(queue.boss, QUEUE);
  stop.abort();
  await gather(workers);
  console.log(await query(database, "SELECT * FROM squares ORDER BY number"));
}
