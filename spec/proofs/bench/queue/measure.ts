/*
 * A process that measures one queue in one shape: see own-process.ts.
 */
import { measures } from "../own-process.ts";
import { queues } from "./peers.ts";
import { shapes, workOf } from "./shapes.ts";
import { timedWithTicks } from "./ticks.ts";

/** The amount counts in what `workOf` counts in. */
measures<{ readonly queue: string; readonly shape: string }>(
  async ({ queue, shape: title, amount }) => {
    const peer = await queues[queue]?.();
    const shape = shapes.find((one) => one.title === title);
    const work = peer && shape && workOf(peer, shape);
    if (work === undefined) {
      throw new Error(`Cannot measure ${queue}: it has no shape ${title}`);
    }
    return timedWithTicks(() => work(amount));
  },
);
