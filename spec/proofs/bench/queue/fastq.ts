import { loadPeer } from "../peers.ts";
import type { QueuePeer } from "./shapes.ts";

interface FastqModule {
  default: {
    promise(
      worker: (item: number) => Promise<void>,
      concurrency: number,
    ): { push(item: number): Promise<void>; drained(): Promise<void> };
  };
}

/** fastq calls its workers, as many at once as there are consumers. Its producers never wait, so it has no slots. */
export async function fastq(): Promise<QueuePeer> {
  const { default: fastq } = await loadPeer<FastqModule>("fastq");
  const pushAll = (items: number, consumers: number): Promise<void> => {
    const queue = fastq.promise(() => Promise.resolve(), consumers);
    for (let item = 0; item < items; item++) {
      void queue.push(item);
    }
    return queue.drained();
  };
  return {
    stream: ({ slots, consumers }) =>
      slots > 0 ? undefined : (items) => pushAll(items, consumers),
    burst: (size) => () => pushAll(size, 1),
  };
}
