import { setImmediate } from "node:timers/promises";
import {
  abortable,
  AsyncQueue,
  createTask,
  gather,
  sleep,
} from "../../../../src/index.ts";
import { bytesInUse } from "../../../patterns/alive.ts";
import type { Result, Standing } from "../contest.ts";

const OPERATIONS = 1_000_000;
/** In so many steps, with a lap of the event loop behind each. */
const STEPS = 100;

type Operation = () => PromiseLike<unknown>;

/** What a million operations of each kind leave behind, and what a race with one that stays pending does. */
export async function* memoryResults(): AsyncGenerator<Result> {
  for (const [title, operation] of Object.entries(operations())) {
    yield result(title, [standing("async-patterns", await kept(operation))]);
  }
  const endless = new Promise<void>(() => {});
  const task = createTask(() => endless);
  const done = Promise.resolve();
  const ours = await kept(() => Promise.race([task, done]));
  const native = await kept(() => Promise.race([endless, done]));
  yield result("Promise.race with a long task", [
    standing("Task", ours),
    standing("native promise", native, native / ours),
  ]);
}

function operations(): Record<string, Operation> {
  const queue = new AsyncQueue<number>();
  const full = new AsyncQueue<number>(1);
  full.putNowait(0);
  const { signal } = new AbortController();
  const long = createTask(() => new Promise<void>(() => {}));
  const aborted = (wait: (signal: AbortSignal) => Promise<unknown>) => {
    const controller = new AbortController();
    const waiting = wait(controller.signal).catch(() => {});
    controller.abort();
    return waiting;
  };
  const items = new AsyncQueue<number>();
  const loop = items.items({ signal });
  const getting = (options?: { signal: AbortSignal }): Promise<number> => {
    const item = queue.get(options);
    queue.putNowait(1);
    return item;
  };
  return {
    "put and get": () => queue.put(1).then(() => queue.get()),
    "get that waits": () => getting(),
    "get that waits under a long signal": () => getting({ signal }),
    "get that is aborted": () => aborted((signal) => queue.get({ signal })),
    "item of a loop that waits under a long signal": () => {
      const item = loop.next();
      items.putNowait(1);
      return item;
    },
    "put that waits": () => {
      const putting = full.put(1);
      full.getNowait();
      return putting;
    },
    "sleep of a turn": () => sleep(0),
    "sleep that is aborted": () =>
      aborted((signal) => sleep(1_000, { signal })),
    task: () => createTask(() => 1),
    "task under a long signal": () => createTask(() => 1, { signal }),
    "gather of two tasks": () =>
      gather(
        createTask(() => 1),
        createTask(() => 2),
      ),
    "gather of a long task that is aborted": () =>
      aborted((signal) => gather([long], { signal })),
    "abortable under a long signal": () => abortable(sleep(0), signal),
    "abortable of a long task that is aborted": () =>
      aborted((signal) => abortable(long, signal)),
  };
}

/** Bytes that one operation leaves behind. */
async function kept(operation: Operation): Promise<number> {
  await repeat(operation, OPERATIONS / STEPS); // what is made but once is made now
  const before = bytesInUse();
  for (let step = 0; step < STEPS; step++) {
    await repeat(operation, OPERATIONS / STEPS);
  }
  return Math.max(0, bytesInUse() - before) / OPERATIONS;
}

async function repeat(operation: Operation, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    await operation();
  }
  await setImmediate();
}

function standing(name: string, rate: number, ratio = 1): Standing {
  return { name, rate, ratio };
}

function result(title: string, standings: Standing[]): Result {
  return { part: "memory", title, unit: "bytes kept", standings };
}
