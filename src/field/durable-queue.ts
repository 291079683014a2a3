/*
 * pg-boss: a queue in tables of PostgreSQL. Its jobs outlive the process that sent them and the one that took them.
 */
import { asyncWith, sleep } from "async-patterns";
import * as db from "./database.ts";
import { PgBoss } from "./engines/index.ts";

/** How the queue treats its jobs, in seconds; by pg-boss's own defaults, a lost job is missed after up to 17 minutes. */
export interface Policy {
  /** How often a job that failed or was lost comes again, before it becomes a dead letter; default 2. */
  readonly retryLimit?: number;
  /** How long a job that failed waits before it comes again; default 1. */
  readonly retryDelay?: number;
  /** How long a job is its worker's; after that it counts as lost; default 30. */
  readonly expireInSeconds?: number;
  /** How often this process looks for lost jobs; default 10. */
  readonly maintenanceIntervalSeconds?: number;
}

export interface Queue extends AsyncDisposable {
  readonly database: db.Database;
  readonly boss: PgBoss;
}

/**
 * Starts pg-boss in a database, and makes a queue and another for its dead letters, `NAME-dead`.
 *
 * - A queue that is there already stays as it is: its policy is that of whoever made it.
 * - Disposed of, it looks for lost jobs no longer.
 */
export async function openQueue(
  database: db.Database,
  name: string,
  policy: Policy = {},
): Promise<Queue> {
  const { retryLimit = 2, retryDelay = 1, expireInSeconds = 30 } = policy;
  const { maintenanceIntervalSeconds = 10 } = policy;
  const boss = new PgBoss({
    db: { executeSql: (text, values) => execute(database, text, values) },
    schema: "async_patterns_jobs",
    schedule: false,
    maintenanceIntervalSeconds,
  });
  boss.on("error", ({ message }) => console.error(`The queue: ${message}`));
  await boss.start();
  const deadLetter = `${name}-dead`;
  await boss.createQueue(deadLetter);
  const options = { retryLimit, retryDelay, expireInSeconds, deadLetter };
  await boss.createQueue(name, { name, ...options });
  return {
    database,
    boss,
    [Symbol.asyncDispose]: () => boss.stop({ graceful: false }),
  };
}

/** For calls of pg-boss that shall be part of the transaction of a session. */
export function within(session: db.Session): { db: PgBoss.Db } {
  const executeSql: PgBoss.Db["executeSql"] = async (text, values) => ({
    rows: await session.query(text, values),
  });
  return { db: { executeSql } };
}

/** Thrown where a job is no longer its worker's: it has expired, and may be another's. */
export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError";
}

/**
 * Completes a job in the transaction of what it did, so that both happen or none.
 *
 * @throws LeaseLostError if the job is no longer its worker's
 */
export async function complete(
  boss: PgBoss,
  job: PgBoss.Job,
  session: db.Session,
): Promise<void> {
  // What it gives is missing in its types.
  const { affected } = (await boss.complete(
    job.name,
    job.id,
    {},
    within(session),
  )) as unknown as { affected: number };
  if (affected !== 1) {
    throw new LeaseLostError("Cannot complete the job: it has expired");
  }
}

/** Gives a job back with the error of its worker. Where that fails too, the job is lost, and comes when it has expired. */
export async function fail(
  boss: PgBoss,
  job: PgBoss.Job,
  error: Error,
): Promise<void> {
  console.log(`  ${error.message}`);
  if (!(error instanceof LeaseLostError)) {
    await boss
      .fail(job.name, job.id, { message: error.message })
      .catch((later: Error) => console.log(`  ${later.message}`));
  }
}

/** Waits until the queue has no job that is waiting, or in hand, or to come again. Nobody says when: it looks. */
export async function drained(
  boss: PgBoss,
  name: string,
  pollMs = 50,
): Promise<void> {
  while ((await boss.getQueueSize(name, { before: "completed" })) > 0) {
    await sleep(pollMs);
  }
}

async function execute(
  database: db.Database,
  text: string,
  values?: db.Values,
): Promise<{ rows: unknown[] }> {
  return asyncWith(db.session(database), async (session) => {
    try {
      return { rows: await session.query(text, values) };
    } catch (error) {
      // Some texts of pg-boss begin a transaction; where they fail, it is still open.
      await session.query("ROLLBACK").catch(() => session.close());
      throw error;
    }
  });
}
