/*
 * A process that measures one queue in one shape, each time it is told to, until its parent hangs up: see
 * own-process.ts.
 */
import type { Measured } from "../contest.ts";
import { queues } from "./peers.ts";
import { bursts, streams } from "./shapes.ts";
import { timedWithTicks } from "./ticks.ts";

/** What to measure: in a burst the amount is how many of them, else how many items. */
export interface Order {
  readonly queue: string;
  readonly shape: string;
  readonly amount: number;
}

process.on("message", (order: Order) => {
  void measure(order).then((measured) => process.send?.(measured));
});

async function measure({ queue, shape, amount }: Order): Promise<Measured> {
  const peer = await queues[queue]?.();
  const stream = streams.find(({ title }) => title === shape);
  if (stream !== undefined) {
    const work = peer?.stream(stream);
    return timedWithTicks(async () => work?.(amount));
  }
  const burst = bursts.find(({ title }) => title === shape);
  const work = burst && peer?.burst(burst.size);
  return timedWithTicks(async () => {
    for (let time = 0; time < amount; time++) {
      await work?.();
    }
  });
}
