import { AsyncQueue, createTask, gather } from "../../../../src/index.ts";
import type { QueuePeer, Stream } from "./shapes.ts";

/** The library's own queue. */
export const asyncQueue: QueuePeer = {
  stream: (shape) => (items) => stream(shape, items),
  burst: (size) => () => burst(size),
};

async function stream(
  { producers, consumers, slots }: Stream,
  items: number,
): Promise<void> {
  const queue = new AsyncQueue<number>(slots);
  const produce = async (): Promise<void> => {
    for (let item = 0; item < items / producers; item++) {
      await queue.put(item);
    }
  };
  const consume = async (): Promise<void> => {
    for (let got = 0; got < items / consumers; got++) {
      await queue.get();
    }
  };
  await gather(
    ...Array.from({ length: producers }, () => createTask(produce)),
    ...Array.from({ length: consumers }, () => createTask(consume)),
  );
}

async function burst(size: number): Promise<void> {
  const queue = new AsyncQueue<number>();
  for (let item = 0; item < size; item++) {
    await queue.put(item);
  }
  for (let got = 0; got < size; got++) {
    await queue.get();
  }
}
