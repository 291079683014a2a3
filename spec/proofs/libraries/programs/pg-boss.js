import { setTimeout as later } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";
import PgBoss from "pg-boss";

export const elapsed = 1_100;

const database = await PGlite.create();
const db = {
  executeSql: async (text, values) =>
    values?.length > 0
      ? database.query(text, values)
      : ((await database.exec(text)).at(-1) ?? { rows: [] }),
};
const boss = new PgBoss({ db, supervise: false, schedule: false });
boss.on("error", (error) => console.log(error.message));
await boss.start();
await boss.createQueue("mail", { retryLimit: 2, retryDelay: 0 });

/** A queue of jobs in a database: one that fails, and is tried again when the queue is next looked at. */
export async function main() {
  await boss.send("mail", { to: "ann" });
  let tries = 0;
  const done = new Promise((resolve, reject) => {
    const work = async ([job]) => {
      console.log(job.data, ++tries);
      await later(100);
      if (tries === 1) {
        throw new Error("no connection");
      }
      resolve();
    };
    boss.work("mail", { pollingIntervalSeconds: 0.5 }, work).catch(reject);
  });
  await done;
  await boss.offWork("mail");
}
