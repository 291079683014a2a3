import type { Contest, Contestant } from "../contest.ts";
import type { Asyncio } from "../python.ts";
import { inOwnProcess } from "./own-process.ts";
import { queues } from "./peers.ts";
import {
  bursts,
  streams,
  type Burst,
  type QueuePeer,
  type Stream,
} from "./shapes.ts";

/** The contests of queues, a shape each. */
export async function queueContests(
  asyncio: Asyncio | undefined,
): Promise<Contest[]> {
  const peers: [string, QueuePeer][] = [];
  for (const [name, load] of Object.entries(queues)) {
    peers.push([name, await load()]);
  }
  const shared = { part: "queue", unit: "items/ms", rounds: 7, targetMs: 160 };
  return [
    ...streams.map((shape) => ({
      ...shared,
      title: shape.title,
      least: 1_024,
      contestants: [
        ...peers
          .filter(([, peer]) => peer.stream(shape) !== undefined)
          .map(([name]) => inOwnProcess(name, shape.title)),
        ...(asyncio === undefined ? [] : [asyncioStream(asyncio, shape)]),
      ],
    })),
    ...bursts.map((shape) => ({
      ...shared,
      title: shape.title,
      each: shape.size,
      least: 1,
      contestants: [
        ...peers
          .filter(([, peer]) => peer.burst(shape.size) !== undefined)
          .map(([name]) => inOwnProcess(name, shape.title)),
        ...(asyncio === undefined ? [] : [asyncioBurst(asyncio, shape)]),
      ],
    })),
  ];
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
