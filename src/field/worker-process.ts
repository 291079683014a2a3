/*
 * A worker of the third program in a process of its own. By SIGTERM it ends, with the job in hand finished.
 */
import { QUEUE, worker } from "./3-worker-pool.ts";
import { openDatabase } from "./database.ts";
import { openQueue } from "./durable-queue.ts";

const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());

await using database = await openDatabase(process.env["DATABASE_URL"]);
// How it looks for lost jobs is for each process to say, in seconds; the rest of the policy is the queue's.
const interval = Number(process.env["MAINTENANCE_INTERVAL"] ?? 10);
await using queue = await openQueue(database, QUEUE, {
  maintenanceIntervalSeconds: interval,
});
await worker(queue, stop.signal);
process.disconnect?.(); // else the channel to its parent keeps it
