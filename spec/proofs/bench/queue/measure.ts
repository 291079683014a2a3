/*
 * A process that measures one queue in one shape, once for each order, until its parent disconnects: see
 * own-process.ts.
 */
import type { Measured } from "../contest.ts";
import { queues } from "./peers.ts";
import { shapes, workOf } from "./shapes.ts";
import { timedWithTicks } from "./ticks.ts";

/** What to measure. The amount counts in what `workOf` counts in. */
export interface Order {
  readonly queue: string;
  readonly shape: string;
  readonly amount: number;
}

process.on("message", (order: Order) => {
  void measure(order).then((measured) => process.send?.(measured));
});

async function measure(order: Order): Promise<Measured> {
  const peer = await queues[order.queue]?.();
  const shape = shapes.find(({ title }) => title === order.shape);
  const work = peer && shape && workOf(peer, shape);
  if (work === undefined) {
    throw new Error(
      `Cannot measure ${order.queue}: it has no shape ${order.shape}`,
    );
  }
  return timedWithTicks(() => work(order.amount));
}
