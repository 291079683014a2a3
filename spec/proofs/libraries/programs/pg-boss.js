import { setTimeout as later } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";
import PgBoss from "pg-boss";

export const elapsed = 600;

const database = await PGlite.create();
const db = {
  executeSql: async (text, values) =>
    values?.length > 0
      ? database.query(text, values)
      : ((await database.exec(text)).at(-1) ?? { rows: [] }),
};

/** A queue of jobs in a database: one that fails and is tried again. */
export async function main() {
  const boss = new PgBoss({ db, supervise: false, schedule: false });
  boss.on("error", (error) => console.log(error.message));
  await boss.start();
  await boss.deleteQueue("mail").catch(() => {});
  await boss.createQueue("mail", { retryLimit: 2, retryDelay: 0 });
  await boss.send("mail", { to: "ann" });
  let tries = 0;
  const done = new Promise((resolve) => {
    void boss.work("mail", { pollingIntervalSeconds: 0.5 }, async ([job]) => {
      console.log(job.data, ++tries);
      await later(100);
      if (tries === 1) {
        throw new Error("no connection");
      }
      resolve();
    });
  });
  await done;
  await boss.stop({ graceful: false });
}
