import { play } from "../player/player.ts";
import type { Cell } from "../chapter/contents.ts";
import { openDatabase, type Database } from "./database.ts";

interface Program {
  readonly main: (database: Database) => Promise<void>;
}

const section = { number: 1, name: "in-the-field", title: "In the field" };

const programs: readonly [title: string, load: () => Promise<Program>][] = [
  ["Pages of rows", () => import("./1-pages-of-rows.ts")],
  ["Connection and transaction", () => import("./2-transaction.ts")],
  ["A worker pool that survives", () => import("./3-worker-pool.ts")],
  ["Orderly end", () => import("./4-orderly-end.ts")],
];

/** Plays the programs as `npm start` plays the cells, on the server of DATABASE_URL or embedded. */
async function main(): Promise<void> {
  await using database = await opened(process.env["DATABASE_URL"]);
  const cells = programs.map(([title, load], index): Cell => ({
    section,
    number: index + 1,
    name: title,
    title,
    load: async () => {
      const program = await load();
      return { main: () => program.main(database) };
    },
  }));
  process.exitCode = await play(process.argv.slice(2), cells);
}

/** Opens the database before any program runs: in virtual time it has to be there already. */
async function opened(url: string | undefined): Promise<Database> {
  console.error(
    url === undefined
      ? "Opening PostgreSQL in this process …"
      : "Connecting to the server of DATABASE_URL …",
  );
  return openDatabase(url);
}

try {
  await main();
} catch (error) {
  console.error(`Cannot play in the field: ${(error as Error).message}`);
  process.exitCode = 1;
}
