import { setTimeout as later } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";

export const latency = 5;
export const breaks = "Error: the job is done 2 times";

const database = await PGlite.create();

/** Two workers and one job: who selects, then updates, may take what the other has taken; one statement cannot. */
async function work(take) {
  await database.exec("DROP TABLE IF EXISTS job");
  await database.exec("CREATE TABLE job (id int, taken bool)");
  await database.exec("INSERT INTO job VALUES (1, false)");
  let times = 0;
  const worker = async (afterMs) => {
    await later(afterMs);
    const isTaken = await take();
    times += isTaken ? 1 : 0;
  };
  await Promise.all([worker(0), worker(15)]);
  if (times !== 1) {
    throw new Error(`the job is done ${times} times`);
  }
}

export const wrong = () =>
  work(async () => {
    const { rows } = await database.query("SELECT id FROM job WHERE NOT taken");
    await later(10); // looks at what it needs for the job
    await database.query("UPDATE job SET taken = true");
    return rows.length > 0;
  });
export const right = () =>
  work(async () => {
    const { rows } = await database.query(
      "UPDATE job SET taken = true WHERE NOT taken RETURNING id",
    );
    await later(10);
    return rows.length > 0;
  });
