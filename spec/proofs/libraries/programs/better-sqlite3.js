import { setTimeout as later } from "node:timers/promises";
import Database from "better-sqlite3";

export const elapsed = 200;

/** A queue of jobs in a table, with a time at which each is due. */
export async function main() {
  const database = new Database(":memory:");
  database.exec("CREATE TABLE job (name TEXT, due INTEGER)");
  database.function("now", { deterministic: false }, () => Date.now());
  const insert = database.prepare("INSERT INTO job VALUES (?, now() + ?)");
  const addAll = database.transaction((jobs) => {
    for (const [name, ms] of jobs) {
      insert.run(name, ms);
    }
  });
  addAll([
    ["mail", 0],
    ["report", 100],
    ["backup", 60_000],
  ]);
  const due = database.prepare("SELECT name FROM job WHERE due <= now()");
  console.log(due.pluck().all());
  await later(200);
  console.log(due.all());
  database.close();
}
