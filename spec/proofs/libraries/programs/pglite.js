import { setTimeout as later } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";

export const elapsed = 200;

const database = await PGlite.create();

/** A database in this process: a transaction that waits, one that is rolled back, and a listener. */
export async function main() {
  await database.exec("DROP TABLE IF EXISTS account");
  await database.exec("CREATE TABLE account (name text, balance int)");
  await database.query("INSERT INTO account VALUES ($1, $2)", ["ann", 100]);
  const stop = await database.listen("paid", (name) => console.log("to", name));
  const paying = database.transaction(async (transaction) => {
    await later(200);
    await transaction.query("UPDATE account SET balance = balance - 30");
    await transaction.query("NOTIFY paid, 'bob'");
  });
  const other = database.query("SELECT balance FROM account");
  await paying;
  console.log((await other).rows);
  const failing = database.transaction(() => Promise.reject(new Error("no")));
  await failing.catch(({ message }) => console.log(message));
  await stop();
}
