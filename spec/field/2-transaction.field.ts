import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTask, gather } from "async-patterns";
import { DeadlockError, runVirtual } from "async-patterns/testing";
import { inTransaction, main } from "../../src/field/2-transaction.ts";
import {
  openDatabase,
  query,
  session,
  type Database,
} from "../../src/field/database.ts";
import { terminal } from "../support.ts";

/*
 * What stays of cell 10: the connection goes back however the block ends. What is new: so does what the block did. And
 * a transaction can fail where nothing has thrown: at its commit.
 */
describe("In the field 2 · Connection and transaction", () => {
  let database: Database;

  beforeAll(async () => {
    database = await openDatabase();
    await query(database, "CREATE TABLE notes (text text UNIQUE DEFERRABLE)");
  });
  beforeEach(() => query(database, "TRUNCATE notes"));
  afterAll(() => database[Symbol.asyncDispose]());

  it("takes back the half of a payment that cannot be made whole", async () => {
    const { output } = await runVirtual(() => main(database));
    expect(output).toBe(terminal`
      After 30: [ { name: 'ann', balance: 70 }, { name: 'bob', balance: 30 } ]
        new row for relation "accounts" violates check constraint "accounts_balance_check"
      After 90: [ { name: 'ann', balance: 70 }, { name: 'bob', balance: 30 } ]
    `);
  });

  it("gives what its body gives, and keeps what the body wrote", async () => {
    const note = await inTransaction(database, async (session) => {
      await session.query("INSERT INTO notes VALUES ('tea')");
      return "written";
    });
    expect([note, await notes(), database.pool.size]).toEqual([
      "written",
      ["tea"],
      1,
    ]);
  });

  it("throws the body's own error, and keeps nothing of what the body wrote", async () => {
    const reason = new Error("no more tea");
    const written = inTransaction(database, async (session) => {
      await session.query("INSERT INTO notes VALUES ('tea')");
      throw reason;
    });
    await expect(written).rejects.toBe(reason);
    expect([await notes(), database.pool.size]).toEqual([[], 1]);
  });

  it("is rolled back also where the body throws undefined", async () => {
    const written = inTransaction(database, async (session) => {
      await session.query("INSERT INTO notes VALUES ('tea')");
      return Promise.reject<void>(undefined);
    });
    await expect(written).rejects.toBe(undefined);
    expect(await notes()).toEqual([]);
  });

  it("fails where the server answers the commit with ROLLBACK", async () => {
    const written = inTransaction(database, async (session) => {
      await session.query("INSERT INTO notes VALUES ('tea')");
      await session.query("SELECT nonsense").catch(() => "never mind");
    });
    await expect(written).rejects.toThrow(
      new Error(
        "Cannot commit: a statement of the transaction has failed, received ROLLBACK",
      ),
    );
    expect(await notes()).toEqual([]);
  });

  it("fails where a constraint does that is looked at only at the commit", async () => {
    const written = inTransaction(database, (session) =>
      session.query(`SET CONSTRAINTS ALL DEFERRED;
        INSERT INTO notes VALUES ('tea'), ('tea')`),
    );
    await expect(written).rejects.toThrow(
      'duplicate key value violates unique constraint "notes_text_key"',
    );
    expect([await notes(), database.pool.size]).toEqual([[], 1]);
  });

  it("keeps the session to itself: others wait in the pool's line until it ends", async () => {
    const { result } = await runVirtual(() =>
      gather(
        createTask(() =>
          inTransaction(database, async (session) => {
            await session.query("INSERT INTO notes VALUES ('tea')");
            await new Promise((resolve) => setTimeout(resolve, 1_000));
            await session.query("INSERT INTO notes VALUES ('jam')");
          }),
        ),
        createTask(notes),
      ),
    );
    expect(result[1]).toEqual(["tea", "jam"]);
  });

  it("is a deadlock where its body asks the pool for a second session, and there is one", async () => {
    const stuck = await openDatabase();
    const run = runVirtual(() =>
      inTransaction(stuck, () => query(stuck, "SELECT 1")),
    );
    const error = await run.catch((error: unknown) => error);
    expect(error).toBeInstanceOf(DeadlockError);
    expect(String(error)).toMatch(/main waits for AsyncQueue.get since 0 ms/);
    await stuck[Symbol.asyncDispose]();
  });

  it("goes back to the pool where the connection cannot be opened", async () => {
    const broken = {
      open: () => Promise.reject(new Error("no server")),
    };
    const { pool } = database;
    const own = await pool.get();
    pool.putNowait(broken as never);
    await expect(session(database).enter()).rejects.toThrow("no server");
    expect(pool.getNowait()).toBe(broken);
    pool.putNowait(own);
  });

  it("has the run's own time: now() follows", async () => {
    const { result } = await runVirtual(async () => {
      const before = await nowOf();
      await new Promise((resolve) => setTimeout(resolve, 3_600_000));
      return (await nowOf()).getTime() - before.getTime();
    });
    expect(result).toBe(3_600_000);
  });

  async function nowOf(): Promise<Date> {
    const [row] = await query<{ now: Date }>(database, "SELECT now()");
    return row?.now as Date;
  }

  async function notes(): Promise<string[]> {
    const rows = await query<{ text: string }>(database, "SELECT * FROM notes");
    return rows.map(({ text }) => text);
  }
});
