import { loadPeer } from "../peers.ts";
import type { QueuePeer, Stream } from "./shapes.ts";

type Library = typeof import("../../../../src/index.ts");

/** The library's own queue, as users have it. */
export async function asyncQueue(): Promise<QueuePeer> {
  const library = await loadPeer<Library>("../../../dist/index.js");
  return {
    stream: (shape) => (items) => stream(library, shape, items),
    burst: (size) => () => burst(library, size),
  };
}

async function stream(
  { AsyncQueue, createTask, gather }: Library,
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

async function burst({ AsyncQueue }: Library, size: number): Promise<void> {
  const queue = new AsyncQueue<number>();
  for (let item = 0; item < size; item++) {
    await queue.put(item);
  }
  for (let got = 0; got < size; got++) {
    await queue.get();
  }
}
