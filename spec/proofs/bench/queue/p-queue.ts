import { loadPeer } from "../peers.ts";
import type { QueuePeer } from "./shapes.ts";

interface PQueueModule {
  default: new (options: { concurrency: number }) => {
    add(job: () => Promise<number>): Promise<number>;
    onIdle(): Promise<void>;
  };
}

/** p-queue runs jobs, as many at once as there are consumers. Its producers never wait, so it has no slots. */
export async function pQueue(): Promise<QueuePeer> {
  const { default: PQueue } = await loadPeer<PQueueModule>("p-queue");
  const addAll = (items: number, consumers: number): Promise<void> => {
    const queue = new PQueue({ concurrency: consumers });
    for (let item = 0; item < items; item++) {
      void queue.add(() => Promise.resolve(item));
    }
    return queue.onIdle();
  };
  return {
    stream: ({ slots, consumers }) =>
      slots > 0 ? undefined : (items) => addAll(items, consumers),
    burst: (size) => (size > 100_000 ? undefined : () => addAll(size, 1)),
  };
}
