import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTask, sleep } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import { inTransaction } from "../../src/field/2-transaction.ts";
import { QUEUE, worker } from "../../src/field/3-worker-pool.ts";
import {
  openDatabase,
  query,
  type Database,
} from "../../src/field/database.ts";
import {
  openQueue,
  within,
  type Queue,
} from "../../src/field/durable-queue.ts";

/*
 * What carries over from AsyncQueue to a durable queue, and what does not: the runs behind the table in
 * src/field/README.md.
 */
describe("In the field · What carries over", () => {
  let database: Database;
  let queue: Queue;

  beforeAll(async () => {
    database = await openDatabase();
    queue = await openQueue(database, QUEUE);
    await query(database, "CREATE TABLE squares (number int, square int)");
  });
  beforeEach(() =>
    query(database, "TRUNCATE async_patterns_jobs.job, squares"),
  );
  afterAll(async () => {
    await queue[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  it("gives jobs that were sent one after another in that order", async () => {
    const { result } = await runVirtual(async () => {
      for (const number of [1, 2, 3]) {
        await queue.boss.send(QUEUE, { number });
        await sleep(1); // on a server, a send takes longer than its clock's microsecond
      }
      return [await fetched(), await fetched(), await fetched()];
    });
    expect(result).toEqual([[1], [2], [3]]);
  });

  it("gives jobs that were sent at once by their ids, which are drawn by lot", async () => {
    const ids = [3, 1, 2].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
    const jobs = ids.map((id, i) => ({ id, name: QUEUE, data: { number: i } }));
    const { result } = await runVirtual(async () => {
      await queue.boss.insert(jobs);
      await sleep(1);
      return [await fetched(), await fetched(), await fetched()];
    });
    expect(result).toEqual([[1], [2], [0]]);
  });

  it("never has a sender wait, however many jobs there are", async () => {
    const { result, elapsed } = await runVirtual(async () => {
      for (let number = 0; number < 100; number++) {
        await queue.boss.send(QUEUE, { number });
      }
      return queue.boss.getQueueSize(QUEUE);
    });
    expect([result, elapsed]).toEqual([100, 0]);
  });

  it("has a worker of work() look every two seconds: a job waits for up to that long", async () => {
    const { result } = await runVirtual(async () => {
      let done!: (at: number) => void;
      const arrival = new Promise<number>((resolve) => (done = resolve));
      const id = await queue.boss.work(QUEUE, async () => done(Date.now()));
      await sleep(500);
      const sentAt = Date.now();
      await queue.boss.send(QUEUE, { number: 1 });
      const waited = (await arrival) - sentAt;
      await queue.boss.offWork({ id });
      return waited;
    });
    expect(result).toBe(1_500);
  });

  it("does not give a job that was cancelled", async () => {
    const { result } = await runVirtual(async () => {
      const id = await queue.boss.send(QUEUE, { number: 1 });
      await queue.boss.cancel(QUEUE, id as string);
      await sleep(1);
      return fetched();
    });
    expect(result).toEqual([]);
  });

  it("does not tell the worker of a job in hand that it is cancelled, but keeps nothing of its work", async () => {
    const { output, elapsed } = await runVirtual(async () => {
      const id = await queue.boss.send(QUEUE, { number: 1, ms: 1_000 });
      const stop = new AbortController();
      const working = createTask(() => worker(queue, stop.signal));
      await sleep(500);
      await queue.boss.cancel(QUEUE, id as string);
      stop.abort();
      await working;
    });
    expect([output, elapsed]).toEqual([
      "  Cannot complete the job: it has expired\n",
      1_050,
    ]);
    expect(await query(database, "SELECT * FROM squares")).toEqual([]);
  });

  it("has a job that was sent in a transaction only if that is committed", async () => {
    const sendIn = (end: () => void) =>
      inTransaction(database, async (session) => {
        await queue.boss.send(QUEUE, { number: 1 }, within(session));
        end();
      });
    const failed = sendIn(() => {
      throw new Error("no");
    });
    await failed.catch(() => "rolled back");
    expect(await queue.boss.getQueueSize(QUEUE)).toBe(0);
    await sendIn(() => {});
    expect(await queue.boss.getQueueSize(QUEUE)).toBe(1);
  });

  it("takes a job whose id it has seen for the same job, and says so by null", async () => {
    const id = "00000000-0000-4000-8000-000000000001";
    const sent = [
      await queue.boss.send(QUEUE, { number: 1 }, { id }),
      await queue.boss.send(QUEUE, { number: 1 }, { id }),
    ];
    expect(sent).toEqual([id, null]);
    expect(await queue.boss.getQueueSize(QUEUE)).toBe(1);
  });

  it("gives what JSON keeps of the data", async () => {
    const { result } = await runVirtual(async () => {
      const data = { at: new Date(0), none: undefined, map: new Map([[1, 2]]) };
      await queue.boss.send(QUEUE, data);
      await sleep(1);
      return (await queue.boss.fetch(QUEUE)).map(({ data }) => data);
    });
    expect(result).toEqual([{ at: "1970-01-01T00:00:00.000Z", map: {} }]);
  });

  it("sends nothing to a queue that does not exist, and says so by null alone", async () => {
    expect(await queue.boss.send("nobody", { number: 1 })).toBeNull();
  });

  it("leaves a queue as it was where it is made again with another policy", async () => {
    await queue.boss.createQueue(QUEUE, { name: QUEUE, retryLimit: 99 });
    expect(await queue.boss.getQueue(QUEUE)).toMatchObject({ retryLimit: 2 });
  });

  it("names in each row of the table a rule that there is", () => {
    const specs = readdirSync(import.meta.dirname)
      .filter((name) => name.endsWith(".field.ts"))
      .map((name) => readFileSync(join(import.meta.dirname, name), "utf8"));
    const titles = specs.flatMap((source) =>
      Array.from(source.matchAll(/\bit\(\s*"([^"]+)"/g), ([, title]) => title),
    );
    const readme = join(import.meta.dirname, "../../src/field/README.md");
    const named = Array.from(
      readFileSync(readme, "utf8").matchAll(/_([^_\n]+)_/g),
      ([, title]) => title,
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((title) => !titles.includes(title))).toEqual([]);
  });

  async function fetched(): Promise<number[]> {
    const jobs = await queue.boss.fetch<{ number: number }>(QUEUE);
    return jobs.map(({ data }) => data.number);
  }
});
