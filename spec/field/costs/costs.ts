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
import { openDatabase } from "../../../src/field/database.ts";
import { openQueue } from "../../../src/field/durable-queue.ts";
import {
  hold,
  type Contestant,
  type Result,
  type Standing,
} from "../../proofs/bench/contest.ts";
import { median } from "../../proofs/bench/statistics.ts";
import { startServer } from "../server.ts";

const JOBS = 4_000;
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

const throughput = await hold({
  part: "field",
  title: "jobs that nobody has to wait for",
  unit: "jobs/s",
  each: 1_000,
  least: JOBS,
  targetMs: 0,
  rounds: 5,
  contestants: [
    inProcess(),
    ...[1, 2, 4].flatMap((processes) =>
      [20, 1].map((batch) => durable(processes, batch)),
    ),
  ],
});

const latency: Result = {
  part: "field",
  title: "from a send to a worker that is idle",
  unit: "ms",
  standings: await standings([
    ["AsyncQueue, woken", woken],
    ["pg-boss, fetch every 50 ms", () => polled(50)],
    ["pg-boss, work() as it comes", working],
  ]),
};

console.log(JSON.stringify([throughput, latency]));
for (const child of children) {
  child.disconnect();
  await once(child, "exit");
}
await queue[Symbol.asyncDispose]();
await database[Symbol.asyncDispose]();
server.remove();

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
  const each = batch === 1 ? "one at a time" : `batches of ${batch}`;
  return {
    name: `pg-boss, ${processes} process${processes > 1 ? "es" : ""}, ${each}`,
    run: async (amount) => {
      const jobs = Array.from({ length: amount }, (_, number) => ({
        name: QUEUE,
        data: { number },
      }));
      await boss.insert(jobs);
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
  const taker = createTask(async () => performance.now() - (await items.get()));
  await nextTurn();
  items.putNowait(performance.now());
  return taker;
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
