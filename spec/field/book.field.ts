import { expect, it } from "vitest";
import { runVirtual } from "async-patterns/testing";
import * as pages from "../../src/field/1-pages-of-rows.ts";
import * as transaction from "../../src/field/2-transaction.ts";
import * as pool from "../../src/field/3-worker-pool.ts";
import * as end from "../../src/field/4-orderly-end.ts";
import { openDatabase } from "../../src/field/database.ts";

/*
 * The book is written where no engine is installed, so what its programs print there is kept in files. `-- -u` writes
 * them anew.
 */
it.each([
  ["1-pages-of-rows", pages],
  ["2-transaction", transaction],
  ["3-worker-pool", pool],
  ["4-orderly-end", end],
])("the book shows what %s prints, and when", async (name, { main }) => {
  await using database = await openDatabase();
  const { lines } = await runVirtual(() => main(database));
  const played = `${JSON.stringify(lines, null, 2)}\n`;
  await expect(played).toMatchFileSnapshot(`played/${name}.json`);
});
