/*
 * What it costs that jobs survive: the same jobs through an AsyncQueue and through the durable queue on a server, with
 * 1, 2 and 4 processes, and how long a job waits for its worker where nothing else is to be done. Prints a JSON array of
 * results for `npm run bench -- field`.
 */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  AsyncQueue,
  createTask,
  gather,
  nextTurn,
  sleep,
} from "async-patterns";
import { openDatabase, query } from "../../../src/field/database.ts";
import { openQueue } from "../../../src/field/durable-queue.ts";
import { Client } from "../../../src/field/engines/index.ts";
import {
  hold,
  type Contestant,
  type Result,
  type Standing,
} from "../../proofs/bench/contest.ts";
import { median } from "../../proofs/bench/statistics.ts";
import { startServer } from "../server.ts";

const LATENCIES = 15;
const QUEUE = "costs";

const server = await startServer();
if (server === undefined) {
  process.exit(1);
}
const { url } = server;
const database = await openDatabase(url);
const queue = await openQueue(database, QUEUE);
const { boss } = queue;
const children: ChildProcess[] = [];
for (let count = 0; count < 4; count++) {
  const child = fork(new URL("taker.ts", import.meta.url), {
    env: { ...process.env, DATABASE_URL: url, QUEUE },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await once(child, "message");
  children.push(child);
}

const throughputs = [
  await throughput("in batches of 20", 20, 4_000),
  await throughput("one at a time", 1, 400),
];

const latency: Result = {
  part: "field",
  title: "from a send to a worker that is idle",
  unit: "ms",
  standings: await standings([
    ["AsyncQueue, woken", woken],
    ["pg-boss, fetch where NOTIFY says so", notified],
    ["pg-boss, fetch every 50 ms", () => polled(50)],
    ["pg-boss, work() as it comes", working],
  ]),
};

console.log(JSON.stringify([...throughputs, latency]));
for (const child of children) {
  child.disconnect();
  await once(child, "exit");
}
await queue[Symbol.asyncDispose]();
await database[Symbol.asyncDispose]();
server.remove();

/** How many jobs of those that wait already are taken and completed in a second. */
function throughput(
  title: string,
  batch: number,
  jobs: number,
): Promise<Result> {
  return hold({
    part: "field",
    title: `jobs, ${title}`,
    unit: "jobs/s",
    each: 1_000,
    least: jobs,
    targetMs: 0,
    rounds: 5,
    contestants: [
      inProcess(),
      ...[1, 2, 4].map((processes) => durable(processes, batch)),
    ],
  });
}

/** The floor: one task puts, another takes. */
function inProcess(): Contestant {
  const run = async (amount: number): Promise<void> => {
    const items = new AsyncQueue<number>(20);
    const taker = createTask(async () => {
      for (let taken = 0; taken < amount; taken++) {
        await items.get();
        items.taskDone();
      }
    });
    for (let item = 0; item < amount; item++) {
      await items.put(item);
    }
    await gather(taker, items.join());
  };
  return {
    name: "AsyncQueue, in the process",
    run: (n) => timed(() => run(n)),
  };
}

/** The jobs are there before the time counts: what is measured is fetching and completing. */
function durable(processes: number, batch: number): Contestant {
  const takers = children.slice(0, processes);
  return {
    name: `pg-boss, ${processes} process${processes > 1 ? "es" : ""}`,
    run: async (amount) => {
      const jobs = Array.from({ length: amount }, (_, number) => ({
        name: QUEUE,
        data: { number },
      }));
      // Each begins with the same tables; the server looks at them by itself once a minute, as it would at a queue in use.
      await boss.clearStorage();
      await boss.insert(jobs);
      await query(database, "ANALYZE");
      return timed(() =>
        Promise.all(
          takers.map((child) => {
            child.send(batch);
            return once(child, "message");
          }),
        ),
      );
    },
  };
}

async function timed(work: () => Promise<unknown>): Promise<{ ms: number }> {
  const start = performance.now();
  await work();
  return { ms: performance.now() - start };
}

async function woken(): Promise<number> {
  const items = new AsyncQueue<number>();
  const taker = createTask(async () => {
    const sentAt = await items.get();
    return performance.now() - sentAt;
  });
  await nextTurn();
  items.putNowait(performance.now());
  return taker;
}

/** A worker looks where the server tells its connection that a job was sent. */
async function notified(): Promise<number> {
  const ear = new Client({ connectionString: url });
  await ear.connect();
  await ear.query(`LISTEN ${QUEUE}`);
  const heard = once(ear, "notification");
  const sentAt = performance.now();
  await boss.send(QUEUE, { number: 1 });
  await query(database, `NOTIFY ${QUEUE}`);
  await heard;
  const [job] = await boss.fetch(QUEUE);
  const waited = performance.now() - sentAt;
  await boss.complete(QUEUE, (job as { id: string }).id);
  await ear.end();
  return waited;
}

/** A worker looks every so many milliseconds; the send comes at any time between two looks. */
async function polled(everyMs: number): Promise<number> {
  let sentAt = Infinity;
  const worker = createTask(async () => {
    for (;;) {
      const [job] = await boss.fetch(QUEUE);
      if (job !== undefined) {
        const waited = performance.now() - sentAt;
        await boss.complete(QUEUE, job.id);
        return waited;
      }
      await sleep(everyMs);
    }
  });
  await sleep(everyMs + Math.random() * everyMs);
  sentAt = performance.now();
  await boss.send(QUEUE, { number: 1 });
  return worker;
}

/** A worker of pg-boss's own making, which looks every two seconds. */
async function working(): Promise<number> {
  let done!: (at: number) => void;
  const arrival = new Promise<number>((resolve) => (done = resolve));
  const id = await boss.work(QUEUE, async () => done(performance.now()));
  await sleep(100 + Math.random() * 2_000);
  const sentAt = performance.now();
  await boss.send(QUEUE, { number: 1 });
  const waited = (await arrival) - sentAt;
  await boss.offWork({ id });
  return waited;
}

async function standings(
  ways: readonly (readonly [name: string, wait: () => Promise<number>])[],
): Promise<Standing[]> {
  const medians: { name: string; rate: number }[] = [];
  for (const [name, wait] of ways) {
    const waits: number[] = [];
    for (let time = 0; time < LATENCIES; time++) {
      waits.push(await wait());
    }
    medians.push({ name, rate: median(waits) });
  }
  const ours = medians[0]?.rate ?? NaN;
  return medians.map((it) => ({ ...it, ratio: it.rate / ours }));
}
