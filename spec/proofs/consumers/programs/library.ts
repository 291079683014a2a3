import {
  AsyncQueue,
  asyncContextManager,
  asyncWith,
  CancelledError,
  createTask,
  filter,
  gather,
  map,
  QueueEmptyError,
  sleep,
  toArray,
} from "async-patterns";

/** A little of everything that the library has, in real time. */
export async function main(print: (line: string) => void): Promise<void> {
  const queue = new AsyncQueue<number>(1);
  const consumer = createTask(async (signal) => {
    for (;;) {
      print(`took ${await queue.get({ signal })}`);
      queue.taskDone();
    }
  });
  const opened = asyncContextManager(async function* (name: string) {
    print(`open ${name}`);
    yield name;
    print(`close ${name}`);
  });
  await asyncWith(opened("queue"), async () => {
    const even = filter([1, 2, 3, 4], (item) => item % 2 === 0);
    for await (const item of map(even, (item) => item * 10)) {
      await queue.put(item);
    }
    await queue.join();
  });
  consumer.cancel();
  try {
    await consumer;
  } catch (error) {
    print(`cancelled: ${error instanceof CancelledError}`);
  }
  try {
    queue.getNowait();
  } catch (error) {
    print(`empty: ${error instanceof QueueEmptyError}`);
  }
  print(await sorted([20, 10]));
}

/** Sorts by sleeping. */
async function sorted(delays: readonly number[]): Promise<string> {
  const order = new AsyncQueue<number>();
  const sleepers = delays.map((ms) =>
    createTask(async () => {
      await sleep(ms);
      order.putNowait(ms);
    }),
  );
  await gather(...sleepers);
  order.shutdown();
  return `slept ${(await toArray(order)).join(", ")}`;
}

export const expected = [
  "open queue",
  "took 20",
  "took 40",
  "close queue",
  "cancelled: true",
  "empty: true",
  "slept 10, 20",
];
