import { asyncQueue } from "./async-queue.ts";
import { asyncSema } from "./async-sema.ts";
import { effectQueue } from "./effect.ts";
import { fastq } from "./fastq.ts";
import { floor } from "./floor.ts";
import { pQueue } from "./p-queue.ts";
import { passThrough } from "./pass-through.ts";
import type { QueuePeer } from "./shapes.ts";

/** The queues to be measured, by name, ours first; each is loaded where it is needed. */
export const queues: Readonly<
  Record<string, () => QueuePeer | Promise<QueuePeer>>
> = {
  AsyncQueue: asyncQueue,
  "effect's Queue": effectQueue,
  "async-sema": asyncSema,
  fastq,
  "p-queue": pQueue,
  PassThrough: () => passThrough,
  "the floor": () => floor,
};
