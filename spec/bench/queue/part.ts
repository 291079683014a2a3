import type { Contest, Contestant, Measured } from "../contest.ts";
import type { Asyncio } from "../python.ts";
import { asyncQueue } from "./async-queue.ts";
import { asyncSema } from "./async-sema.ts";
import { effectQueue } from "./effect.ts";
import { fastq } from "./fastq.ts";
import { pQueue } from "./p-queue.ts";
import { passThrough } from "./pass-through.ts";
import {
  bursts,
  streams,
  type Burst,
  type QueuePeer,
  type Stream,
} from "./shapes.ts";
import { timedWithTicks } from "./ticks.ts";

/** The contests of queues, a shape each. */
export async function queueContests(
  asyncio: Asyncio | undefined,
): Promise<Contest[]> {
  const peers = [
    asyncQueue,
    await effectQueue(),
    await asyncSema(),
    await fastq(),
    await pQueue(),
    passThrough,
  ];
  const shared = { part: "queue", unit: "items/ms", rounds: 5, targetMs: 160 };
  return [
    ...streams.map((shape) => ({
      ...shared,
      title: shape.title,
      least: 1_024,
      contestants: [
        ...streaming(peers, shape),
        ...(asyncio === undefined ? [] : [asyncioStream(asyncio, shape)]),
      ],
    })),
    ...bursts.map((shape) => ({
      ...shared,
      title: shape.title,
      each: shape.size,
      least: 1,
      contestants: [
        ...bursting(peers, shape),
        ...(asyncio === undefined ? [] : [asyncioBurst(asyncio, shape)]),
      ],
    })),
  ];
}

function streaming(peers: readonly QueuePeer[], shape: Stream): Contestant[] {
  return peers.flatMap((peer) => {
    const stream = peer.stream(shape);
    return stream === undefined
      ? []
      : {
          name: peer.name,
          run: (items: number) => timedWithTicks(() => stream(items)),
        };
  });
}

function bursting(peers: readonly QueuePeer[], { size }: Burst): Contestant[] {
  return peers.flatMap((peer) => {
    const burst = peer.burst(size);
    return burst === undefined
      ? []
      : { name: peer.name, run: (times: number) => repeated(burst, times) };
  });
}

function repeated(
  work: () => Promise<unknown>,
  times: number,
): Promise<Measured> {
  return timedWithTicks(async () => {
    for (let time = 0; time < times; time++) {
      await work();
    }
  });
}

function asyncioStream(asyncio: Asyncio, shape: Stream): Contestant {
  const { producers, consumers, slots } = shape;
  return {
    name: "asyncio.Queue",
    run: (items) =>
      asyncio.measure({
        program: "stream",
        producers,
        consumers,
        slots,
        items,
      }),
  };
}

function asyncioBurst(asyncio: Asyncio, { size }: Burst): Contestant {
  return {
    name: "asyncio.Queue",
    run: (times) => asyncio.measure({ program: "burst", size, times }),
  };
}
