/*
 * Cell 3 on a table. A page is the rows behind the last one that was seen, by their key: the server finds them in its
 * index, however far in, and rows that come or go meanwhile shift nothing. With OFFSET it would count from the start
 * each time, and a row deleted in front would make the next page skip one.
 */
import { query, type Database } from "./database.ts";

export interface User {
  readonly id: number;
  readonly name: string;
}

/**
 * The users by their ids, page by page.
 *
 * - Asks for a page when the loop does, never ahead; a loop that ends early asks for no more.
 * - Has a session only while it asks, and none while the loop works on a page.
 */
export async function* pagesOfUsers(
  database: Database,
  pageSize: number,
): AsyncGenerator<User[], void, undefined> {
  let last = 0;
  for (;;) {
    const page = await query<User>(
      database,
      "SELECT id, name FROM users WHERE id > $1 ORDER BY id LIMIT $2",
      [last, pageSize],
    );
    if (page.length > 0) {
      yield page;
    }
    const end = page.at(-1);
    if (end === undefined || page.length < pageSize) {
      return;
    }
    last = end.id;
  }
}

export async function main(database: Database): Promise<void> {
  await query(
    database,
    `DROP TABLE IF EXISTS users;
    CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL);
    INSERT INTO users SELECT id, 'user ' || id FROM generate_series(1, 10) id`,
  );
  console.log("Users in pages of 3; user 1 leaves after the first page:");
  for await (const page of pagesOfUsers(database, 3)) {
    console.log(`  ${page.map(({ name }) => name).join(", ")}`);
    await query(database, "DELETE FROM users WHERE id = 1");
  }
}
