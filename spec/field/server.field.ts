import { once } from "node:events";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  vi,
} from "vitest";
import { asyncWith, createTask, gather, sleep } from "async-patterns";
import { inTransaction } from "../../src/field/2-transaction.ts";
import { main as pool, QUEUE, worker } from "../../src/field/3-worker-pool.ts";
import {
  openDatabase,
  query,
  session,
  type Database,
} from "../../src/field/database.ts";
import {
  drained,
  openQueue,
  type Policy,
  type Queue,
} from "../../src/field/durable-queue.ts";
import { forkWorker } from "../../src/field/processes.ts";
import { startServer, type Server } from "./server.ts";

/** What is lost is missed after two seconds, and comes again as often as need be. */
const IMPATIENT: Policy = {
  retryLimit: 1_000,
  retryDelay: 0,
  expireInSeconds: 2,
  maintenanceIntervalSeconds: 1,
};

const started = await startServer();
const server = started as Server;

/*
 * What only a server can show: processes that die, a server that dies, and two sessions at once. It takes real time, and
 * no rule depends on how much. Kills come at random, from a seed that a failure names.
 */
describe.skipIf(started === undefined)("In the field, on a server", () => {
  let database: Database;

  beforeAll(async () => {
    process.env["MAINTENANCE_INTERVAL"] = "1";
    database = await openDatabase(server.url);
    await query(database, "CREATE TABLE squares (number int, square int)");
  });
  beforeEach(async () => {
    vi.spyOn(console, "log").mockImplementation(() => {});
    vi.spyOn(console, "error").mockImplementation(() => {});
    await query(database, "TRUNCATE squares");
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(async () => {
    delete process.env["MAINTENANCE_INTERVAL"];
    await database[Symbol.asyncDispose]();
    server.remove();
  });

  it("shows a second session nothing of a transaction before its commit", async () => {
    const count = () => query(database, "SELECT * FROM squares");
    const seen = await inTransaction(database, async (session) => {
      await session.query("INSERT INTO squares VALUES (2, 4)");
      return count();
    });
    expect([seen, await count()]).toEqual([[], [{ number: 2, square: 4 }]]);
  });

  it("fails a commit that the server answers with ROLLBACK", async () => {
    const written = inTransaction(database, async (session) => {
      await session.query("SELECT nonsense").catch(() => "never mind");
    });
    await expect(written).rejects.toThrow(
      "Cannot commit: a statement of the transaction has failed, received ROLLBACK",
    );
  });

  it("plays the worker pool with processes as with tasks", async () => {
    await pool(database);
    expect(console.log).toHaveBeenLastCalledWith([
      { number: 1, square: 1 },
      { number: 2, square: 4 },
      { number: 3, square: 9 },
    ]);
  });

  it("finishes the job in hand by SIGTERM, and exits with 0", async () => {
    await using queue = await emptyQueue();
    await sendAll(queue, 3, 1_000);
    const child = forkWorker(server.url);
    await inHand(1);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
    const done = await squares();
    expect([done.length, await left(queue)]).toEqual([1, 2]);
  });

  it("does 400 jobs once each, whichever of four processes are killed on the way", async () => {
    await using queue = await emptyQueue();
    await sendAll(queue, 400, 20);
    const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
    const random = randomFrom(seed);
    const children = [1, 2, 3, 4].map(() => forkWorker(server.url));
    let kills = 0;
    while ((await left(queue)) > 0) {
      await inHand(1, queue);
      await sleep(random() * 500);
      if (kills < 20) {
        const victim = Math.floor(random() * 4);
        children[victim]?.kill("SIGKILL");
        children[victim] = forkWorker(server.url);
        kills++;
      }
    }
    const exits = children.map((child) => {
      const exit = once(child, "exit");
      child.kill("SIGTERM");
      return exit;
    });
    await Promise.all(exits);
    const [again] = await query<{ count: string }>(
      database,
      "SELECT count(*) FROM async_patterns_jobs.job WHERE retry_count > 0",
    );
    process.stdout.write(
      `seed ${seed}: ${kills} processes killed, ${again?.count} jobs came again\n`,
    );
    expect({ seed, squares: await squares() }).toEqual({
      seed,
      squares: Array.from({ length: 400 }, (_, i) => i + 1),
    });
  });

  it("loses nothing where the server stops under load, and says clearly why it waits", async () => {
    await using queue = await emptyQueue();
    await sendAll(queue, 100, 20);
    const end = new AbortController();
    const workers = [1, 2, 3].map(() =>
      createTask(() => worker(queue, end.signal)),
    );
    for (const mode of ["fast", "immediate"] as const) {
      await inHand(1);
      server.stop(mode);
      const failed = query(database, "SELECT 1").then(() =>
        query(database, "SELECT 1"),
      );
      await expect(failed).rejects.toThrow(SERVER_GONE);
      await sleep(200);
      server.start();
    }
    await vi.waitFor(() => drained(queue.boss, QUEUE), 60_000);
    end.abort();
    await gather(workers);
    expect(await squares()).toEqual(
      Array.from({ length: 100 }, (_, i) => i + 1),
    );
    const said = [console.log, console.error]
      .flatMap((print) => vi.mocked(print).mock.calls)
      .map(String);
    expect(said.filter((line) => !SERVER_GONE.test(line))).toEqual([]);
  });

  it("opens new connections where all of the pool break", async () => {
    const ask = () =>
      Array.from({ length: 8 }, () => query(database, "SELECT 1"));
    await Promise.all(ask());
    await using other = await openDatabase(server.url);
    await query(
      other,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
    );
    await Promise.allSettled(ask()); // each session notices by its first query at the latest
    expect(await Promise.all(ask())).toHaveLength(8);
  });

  it("lends no connection again that the server has said it closes", async () => {
    for (let i = 0; i < 4; i++) {
      const last = "SELECT pg_terminate_backend(pg_backend_pid())";
      await expect(query(database, last)).rejects.toThrow(SERVER_GONE);
    }
    const asked = Array.from({ length: 4 }, () => query(database, "SELECT 1"));
    expect(await Promise.all(asked)).toHaveLength(4);
  });

  it("does not go on outside a transaction whose connection breaks", async () => {
    await using other = await openDatabase(server.url);
    const written = inTransaction(database, async (session) => {
      const [{ pid } = { pid: 0 }] = await session.query<{ pid: number }>(
        "SELECT pg_backend_pid() AS pid",
      );
      await session.query("INSERT INTO squares VALUES (1, 1)");
      await query(other, "SELECT pg_terminate_backend($1)", [pid]);
      await session
        .query("INSERT INTO squares VALUES (2, 4)")
        .catch(() => "tries again");
      await session.query("INSERT INTO squares VALUES (3, 9)");
    });
    await expect(written).rejects.toThrow(SERVER_GONE);
    expect(await squares()).toEqual([]);
  });

  it("gives int8 as text, where the embedded engine gives a number", async () => {
    await using embedded = await openDatabase();
    const count = "SELECT count(*) FROM squares WHERE false";
    const answers = [
      await query(database, count),
      await query(embedded, count.replace("FROM squares", "")),
    ];
    expect(answers).toEqual([[{ count: "0" }], [{ count: 0 }]]);
  });

  async function emptyQueue(): Promise<Queue> {
    const old = await openQueue(database, QUEUE);
    await old.boss.clearStorage();
    await old.boss.deleteQueue(QUEUE); // else its policy would stay as it was
    await old[Symbol.asyncDispose]();
    return openQueue(database, QUEUE, IMPATIENT);
  }

  async function sendAll(
    { boss }: Queue,
    count: number,
    ms: number,
  ): Promise<void> {
    const jobs = Array.from({ length: count }, (_, i) => ({
      name: QUEUE,
      data: { number: i + 1, ms },
    }));
    await boss.insert(jobs);
  }

  function left({ boss }: Queue): Promise<number> {
    return boss.getQueueSize(QUEUE, { before: "completed" });
  }

  /** Waits until so many jobs are in hand, or the queue is empty. */
  async function inHand(count: number, queue?: Queue): Promise<void> {
    const active =
      "SELECT FROM async_patterns_jobs.job WHERE state = 'active' AND name = $1";
    while ((await query(database, active, [QUEUE])).length < count) {
      if (queue !== undefined && (await left(queue)) === 0) {
        return;
      }
      await sleep(5);
    }
  }

  async function squares(): Promise<number[]> {
    const rows = await asyncWith(session(database), (session) =>
      session.query<{ number: number }>(
        "SELECT number FROM squares ORDER BY number",
      ),
    );
    return rows.map(({ number }) => number);
  }
});

/** What PostgreSQL, pg and this project say where the server is gone, going, or only coming. */
const SERVER_GONE =
  /Cannot connect to the server: (connect ECONNREFUSED|read ECONNRESET|the database system is (starting up|shutting down)|Connection terminated)|Cannot query: the connection to the server is lost|terminating connection due to administrator command|Connection terminated unexpectedly|ECONNRESET|EPIPE|not queryable/;

/** Numbers from 0 to 1, the same for the same seed: https://en.wikipedia.org/wiki/Lehmer_random_number_generator */
function randomFrom(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
