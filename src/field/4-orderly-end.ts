/*
 * Cell 12 without its sentinels. The end has an order: those who make work stop, the queue is shut down, and the loops
 * of those who do it end by themselves when it is empty. All that was accepted is written, also where a signal comes in
 * the middle.
 */
import { AsyncQueue, createTask, gather, sleep } from "async-patterns";
import { inTransaction } from "./2-transaction.ts";
import { query, type Database } from "./database.ts";

/** Puts up to 10 orders, one every 10 ms, until `signal` aborts. @returns how many were accepted */
async function producer(
  queue: AsyncQueue<string>,
  name: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  let accepted = 0;
  while (accepted < 10 && signal?.aborted !== true) {
    await queue.put(`${name}'s order ${accepted}`);
    accepted++;
    await sleep(10);
  }
  return accepted;
}

/** Writes each order in a transaction, until the queue is shut down and empty. */
async function writer(
  queue: AsyncQueue<string>,
  database: Database,
): Promise<void> {
  for await (const order of queue) {
    await inTransaction(database, async (session) => {
      await session.query("INSERT INTO orders VALUES ($1)", [order]);
      await sleep(15); // slower than the producers: the queue is full, and they wait
    });
  }
}

/** @param signal ends the work early, as SIGTERM would */
export async function main(
  database: Database,
  signal?: AbortSignal,
): Promise<void> {
  const table = "orders (name text)";
  await query(database, `DROP TABLE IF EXISTS orders; CREATE TABLE ${table}`);
  const queue = new AsyncQueue<string>(3);
  const accepted = gather(
    ...["ann", "bob"].map((name) =>
      createTask(() => producer(queue, name, signal)),
    ),
  ).finally(() => queue.shutdown());
  const writers = [1, 2].map(() => createTask(() => writer(queue, database)));
  try {
    await gather(accepted, ...writers);
  } finally {
    queue.shutdown({ immediate: true }); // where a writer fails, no producer waits for ever
  }
  console.log("Accepted:", await accepted);
  const count = "SELECT count(*)::int AS written FROM orders";
  console.log("Written:", await query(database, count));
}
