/*
 * The everyday use: a connection that is open inside a block and nowhere else. A function opens it, the connection
 * itself knows how to close, and no caller can forget to.
 */
import { sleep } from "async-patterns";
import { repr } from "../repr.ts";

/** Stands in for a database: every call costs a turn of the event loop and a query answers with its own text. */
export class MockConnection implements AsyncDisposable {
  readonly dsn: string;
  #connected = false;

  constructor(dsn: string) {
    this.dsn = dsn;
  }

  get connected(): boolean {
    return this.#connected;
  }

  async connect(): Promise<void> {
    await sleep(0);
    this.#connected = true;
    console.log(`  Connected to ${this.dsn}`);
  }

  async query(sql: string): Promise<Record<string, string>[]> {
    await sleep(0);
    return [{ result: `data from: ${sql}` }];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await sleep(0);
    this.#connected = false;
    console.log(`  Disconnected from ${this.dsn}`);
  }
}

/** Opens a connection; hold it with `await using` and it closes with the block. */
export async function connect(dsn: string): Promise<MockConnection> {
  const connection = new MockConnection(dsn);
  await connection.connect();
  return connection;
}

export async function main(): Promise<void> {
  await using connection = await connect("postgres://localhost/mydb");
  const rows = await connection.query("SELECT * FROM users");
  console.log(`  Query result: ${repr(rows)}`);
}
