/*
 * Cell 10 on a database: what is open inside a block and nowhere else is a connection, lent by the pool, and on it a
 * transaction. It is committed where the block ends, and rolled back where the block throws.
 */
import { asyncWith } from "async-patterns";
import * as db from "./database.ts";

/** @throws Error if the server answers the commit with ROLLBACK: a statement had failed, and the body went on */
export function transaction(session: db.Session): db.Scope<db.Session> {
  return {
    async enter() {
      await session.query("BEGIN");
      return session;
    },
    async exit(...threw: [error?: unknown]) {
      if (threw.length > 0) {
        // Where even that fails, the connection goes, and with it, on the server, the transaction.
        await session.query("ROLLBACK").catch(() => session.close());
        return;
      }
      const answer = await session.commit();
      if (answer !== "COMMIT") {
        throw new Error(
          `Cannot commit: a statement of the transaction has failed, received ${answer}`,
        );
      }
    },
  };
}

/** Runs a body in a transaction on a session of the pool. */
export function inTransaction<T>(
  database: db.Database,
  body: (session: db.Session) => Promise<T>,
): Promise<T> {
  return asyncWith(db.session(database), (session) =>
    asyncWith(transaction(session), body),
  );
}

export async function main(database: db.Database): Promise<void> {
  await db.query(
    database,
    `DROP TABLE IF EXISTS accounts;
    CREATE TABLE accounts (name text, balance int CHECK (balance >= 0));
    INSERT INTO accounts VALUES ('ann', 100), ('bob', 0)`,
  );
  for (const amount of [30, 90]) {
    const paid = inTransaction(database, async (session) => {
      const add = "UPDATE accounts SET balance = balance + $1 WHERE name = $2";
      await session.query(add, [amount, "bob"]);
      await session.query(add, [-amount, "ann"]);
    });
    await paid.catch((error: Error) => console.log(`  ${error.message}`));
    const accounts = "SELECT name, balance FROM accounts ORDER BY name";
    console.log(`After ${amount}:`, await db.query(database, accounts));
  }
}
