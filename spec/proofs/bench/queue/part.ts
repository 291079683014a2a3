import { fileURLToPath } from "node:url";
import type { Contest, Contestant } from "../contest.ts";
import { inOwnProcess } from "../own-process.ts";
import type { Asyncio } from "../python.ts";
import { buildLibrary } from "../peers.ts";
import { queues } from "./peers.ts";
import { shapes, workOf, type QueuePeer, type Shape } from "./shapes.ts";

const script = fileURLToPath(new URL("measure.ts", import.meta.url));

/** The contests of queues, one for each shape. */
export async function queueContests(
  asyncio: Asyncio | undefined,
): Promise<Contest[]> {
  buildLibrary();
  const peers: [string, QueuePeer][] = [];
  for (const [name, load] of Object.entries(queues)) {
    peers.push([name, await load()]);
  }
  return shapes.map((shape) => ({
    part: "queue",
    title: shape.title,
    unit: "items/ms",
    ...(shape.kind === "stream"
      ? { least: 1_024 }
      : { least: 1, each: shape.size }),
    rounds: 7,
    targetMs: 160,
    contestants: [
      ...peers
        .filter(([, peer]) => workOf(peer, shape) !== undefined)
        .map(([queue]) =>
          inOwnProcess(queue, script, { queue, shape: shape.title }),
        ),
      ...(asyncio === undefined ? [] : [asyncioQueue(asyncio, shape)]),
    ],
  }));
}

function asyncioQueue(asyncio: Asyncio, shape: Shape): Contestant {
  return {
    name: "asyncio.Queue",
    run: (amount) => asyncio.measure(questionFor(shape, amount)),
  };
}

/** The question for `measure.py`. */
function questionFor(shape: Shape, amount: number): Record<string, unknown> {
  if (shape.kind === "burst") {
    return { program: "burst", size: shape.size, times: amount };
  }
  const { producers, consumers, slots } = shape;
  return { program: "stream", producers, consumers, slots, items: amount };
}
