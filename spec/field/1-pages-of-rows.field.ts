import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { take, toArray } from "async-patterns";
import { explore, runVirtual } from "async-patterns/testing";
import {
  main,
  pagesOfUsers,
  type User,
} from "../../src/field/1-pages-of-rows.ts";
import {
  openDatabase,
  query,
  type Database,
} from "../../src/field/database.ts";
import { terminal } from "../support.ts";

/*
 * What stays of cell 3: one loop that hides the pages, and no page that nobody asks for. What changes: a page is asked
 * for by the key of the last row, since other sessions write into the table between two pages.
 */
describe("In the field 1 · Pages of rows", () => {
  let database: Database;

  beforeAll(async () => {
    database = await openDatabase(); // before any run: virtual time cannot see how it loads
  });
  afterAll(() => database[Symbol.asyncDispose]());

  it("prints all ten users, though one in front of them leaves on the way", async () => {
    const { output } = await runVirtual(() => main(database));
    expect(output).toBe(terminal`
      Users in pages of 3; user 1 leaves after the first page:
        user 1, user 2, user 3
        user 4, user 5, user 6    ← with OFFSET 3, user 4 would be missing
        user 7, user 8, user 9
        user 10
    `);
  });

  it("prints the same under every schedule", async () => {
    const { complete, outcomes } = await explore(() => main(database));
    expect([complete, outcomes.length]).toEqual([true, 1]);
  });

  it.each([
    [4, [[1, 2, 3], [4]]],
    [3, [[1, 2, 3]]],
    [0, []],
  ])("gives %i users in pages of 3 as they are", async (count, pages) => {
    await fill(count);
    const { result } = await runVirtual(() =>
      toArray(pagesOfUsers(database, 3)),
    );
    expect(result.map(ids)).toEqual(pages);
  });

  it("asks for nothing behind a page that is not full", async () => {
    await fill(4);
    const asked = countingQueries(database);
    await runVirtual(() => toArray(pagesOfUsers(asked.database, 3)));
    expect(asked.count).toBe(2);
  });

  it("asks for no page that the loop does not ask for", async () => {
    await fill(9);
    const asked = countingQueries(database);
    const { result } = await runVirtual(() =>
      toArray(take(pagesOfUsers(asked.database, 3), 2)),
    );
    expect([result.map(ids), asked.count]).toEqual([
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      2,
    ]);
  });

  it("has no session while the loop works on a page", async () => {
    await fill(2);
    const { result } = await runVirtual(async () => {
      const idle: number[] = [];
      for await (const _ of pagesOfUsers(database, 1)) {
        idle.push(database.pool.size);
      }
      return idle;
    });
    expect(result).toEqual([1, 1]);
  });

  async function fill(count: number): Promise<void> {
    await query(database, "TRUNCATE users");
    await query(
      database,
      "INSERT INTO users SELECT id, 'user ' || id FROM generate_series(1, $1) id",
      [count],
    );
  }
});

function ids(page: readonly User[]): number[] {
  return page.map(({ id }) => id);
}

/** The database, with a count of how often a session was lent. */
function countingQueries(database: Database): {
  database: Database;
  readonly count: number;
} {
  let count = 0;
  const pool = Object.create(database.pool, {
    get: { value: () => (count++, database.pool.get()) },
    putNowait: {
      value: (lent: never) => database.pool.putNowait(lent),
    },
  }) as Database["pool"];
  return {
    database: { ...database, pool },
    get count() {
      return count;
    },
  };
}
