/*
 * A process that takes jobs: told how many at a time, it fetches and completes them until there are none, and says so.
 */
import { openDatabase } from "../../../src/field/database.ts";
import { openQueue } from "../../../src/field/durable-queue.ts";

const { DATABASE_URL, QUEUE = "" } = process.env;
const database = await openDatabase(DATABASE_URL);
const { boss, ...queue } = await openQueue(database, QUEUE);
process.on("message", (batch: number) => void takeAll(batch));
process.send?.("ready");
process.once("disconnect", () => {
  void queue[Symbol.asyncDispose]().then(() => database[Symbol.asyncDispose]());
});

async function takeAll(batchSize: number): Promise<void> {
  for (;;) {
    const jobs = await boss.fetch(QUEUE, { batchSize });
    if (jobs.length === 0) {
      break;
    }
    await boss.complete(
      QUEUE,
      jobs.map(({ id }) => id),
    );
  }
  process.send?.("done");
}
