import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTask, gather, sleep } from "async-patterns";
import {
  explore,
  runVirtual,
  type Exploration,
  type VirtualRun,
} from "async-patterns/testing";
import { main, QUEUE, worker } from "../../src/field/3-worker-pool.ts";
import {
  openDatabase,
  query,
  type Database,
} from "../../src/field/database.ts";
import {
  drained,
  openQueue,
  type Policy,
  type Queue,
} from "../../src/field/durable-queue.ts";
import { distant } from "./distant.ts";

/*
 * What stays of cells 11 and 12: a queue between those who make work and those who do it, and a join. What changes: a
 * job is somebody's only for a while, and comes again where its worker fails or dies. All of it happens here in virtual
 * time, in which a wait of minutes takes none.
 */
describe("In the field 3 · A worker pool that survives", () => {
  let database: Database;

  beforeAll(async () => {
    database = await openDatabase();
    await using _ = await openQueue(database, QUEUE);
    await query(database, "CREATE TABLE squares (number int, square int)");
  });
  beforeEach(async () => {
    await query(database, "TRUNCATE async_patterns_jobs.job, squares");
    // Each run begins at the same date: for the queue, the last run lies in the future.
    const version =
      "UPDATE async_patterns_jobs.version SET maintained_on = NULL";
    await query(database, version);
  });
  afterAll(() => database[Symbol.asyncDispose]());

  it("squares three numbers, and tries three times what cannot be squared", async () => {
    const { lines } = await runVirtual(() => main(database));
    expect(lines.map(({ at, text }) => `${at} ms | ${text}`)).toEqual([
      "240 ms |   Cannot square: no number, received four",
      "1390 ms |   Cannot square: no number, received four", // a second later, when a worker looks
      "2540 ms |   Cannot square: no number, received four",
      "2540 ms | [",
      "2540 ms |   { number: 1, square: 1 },",
      "2540 ms |   { number: 2, square: 4 },",
      "2540 ms |   { number: 3, square: 9 }",
      "2540 ms | ]",
    ]);
  });

  it("tries a poison job again after a minute and another, and makes a dead letter of it", async () => {
    const { result, lines } = await withPool(
      { retryDelay: 60 },
      async (queue) => {
        await queue.boss.send(QUEUE, { number: "poison" });
        await drained(queue.boss, QUEUE, 1_000);
        return queue.boss.fetch(`${QUEUE}-dead`);
      },
    );
    expect(lines.map(({ at }) => at)).toEqual([1_000, 62_000, 123_000]);
    expect(result.map(({ data }) => data)).toEqual([{ number: "poison" }]);
  });

  it("gives a job of a worker that died to another after 17 minutes, by pg-boss's own defaults", async () => {
    const { result } = await withPool(
      { expireInSeconds: 900, maintenanceIntervalSeconds: 120, retryDelay: 0 },
      async ({ boss }) => {
        await boss.send(QUEUE, { number: 7 });
        await sleep(61_000);
        await boss.fetch(QUEUE);
        let minutes = 0;
        for (; (await boss.fetch(QUEUE)).length === 0; minutes++) {
          await sleep(60_000);
        }
        return minutes;
      },
      0,
    );
    expect(result).toBe(17);
  });

  it("keeps one effect where a slow worker ends after another was given its job", async () => {
    const { lines } = await withPool(
      { expireInSeconds: 5, maintenanceIntervalSeconds: 1, retryDelay: 0 },
      async (queue) => {
        await queue.boss.send(QUEUE, { number: 7, ms: 8_000 });
        await drained(queue.boss, QUEUE, 1_000);
        await sleep(20_000);
      },
    );
    expect(await squares()).toEqual([7]);
    expect(lines.map(({ text }) => text)).toEqual([
      "  Cannot complete the job: it has expired",
    ]);
  });

  it("finishes the job in hand when it is told to stop, and takes no other", async () => {
    await withPool({}, async (queue, stop) => {
      for (const number of [1, 2, 3]) {
        await queue.boss.send(QUEUE, { number, ms: 1_000 });
        await sleep(1); // else lot decides which comes first
      }
      await sleep(1_500); // two are in hand since 1,000
      stop.abort();
    });
    expect(await squares()).toEqual([1, 2]);
  });

  it("gives each job to one worker under every schedule", async () => {
    await using queue = await openQueue(distant(database), QUEUE);
    const found = await explore(async () => {
      await query(database, "TRUNCATE async_patterns_jobs.job");
      await queue.boss.send(QUEUE, { number: 7 });
      await sleep(1);
      await twoTake(async () => (await queue.boss.fetch(QUEUE)).length);
    });
    expect(endingsOf(found)).toEqual({ complete: true, "0 and 1": 6 });
  });

  it("gives a job to both of two workers that select, then update, in 12 of 20 schedules", async () => {
    const far = distant(database);
    await query(database, "CREATE TABLE jobs (id int, taken bool)");
    const found = await explore(async () => {
      await query(database, "TRUNCATE jobs");
      await query(database, "INSERT INTO jobs VALUES (1, false)");
      await twoTake(async () => {
        const free = await query(far, "SELECT FROM jobs WHERE NOT taken");
        await query(far, "UPDATE jobs SET taken = true");
        return free.length;
      });
    });
    expect(endingsOf(found)).toEqual({
      complete: true,
      "0 and 1": 8,
      "1 and 1": 12,
    });
  });

  /** Runs a body beside workers that look every second, and stop when it has ended. */
  async function withPool<T>(
    policy: Policy,
    body: (queue: Queue, stop: AbortController) => Promise<T>,
    size = 2,
  ): Promise<VirtualRun<T>> {
    return runVirtual(async () => {
      const old = await openQueue(database, QUEUE);
      await old.boss.deleteQueue(QUEUE); // else its policy would stay as it was
      await old[Symbol.asyncDispose]();
      await using queue = await openQueue(database, QUEUE, policy);
      const stop = new AbortController();
      const start = () => createTask(() => worker(queue, stop.signal, 1_000));
      const pool = Array.from({ length: size }, start);
      const result = await body(queue, stop);
      stop.abort();
      await gather(pool);
      return result;
    });
  }

  async function squares(): Promise<number[]> {
    const rows = await query<{ number: number }>(
      database,
      "SELECT number FROM squares ORDER BY number",
    );
    return rows.map(({ number }) => number);
  }
});

async function twoTake(take: () => Promise<number>): Promise<void> {
  const taken = await gather(createTask(take), createTask(take));
  console.log(taken.toSorted().join(" and "));
}

function endingsOf({ complete, outcomes }: Exploration): object {
  const counts = outcomes.map(({ output, count }) => [output.trim(), count]);
  return { complete, ...Object.fromEntries(counts) };
}
