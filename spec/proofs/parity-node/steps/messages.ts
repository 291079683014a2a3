import { MessageChannel } from "node:worker_threads";
import type { PlainSteps } from "./taking.ts";

/** Messages between two ports of one thread. */
export const messageSteps: PlainSteps<
  "channel" | "post" | "unrefPort" | "closePort"
> = {
  channel: (player, [, id, how, block]) => {
    const { port1, port2 } = new MessageChannel();
    const run = player.callback(block);
    const receive = (value: number): unknown => {
      player.note(`port ${id}: ${value}`);
      return run();
    };
    if (how === "on") {
      port2.on("message", receive);
    } else {
      Object.assign(port2, {
        onmessage: ({ data }: { data: number }) => receive(data),
      });
    }
    player.setPorts(id, port1, port2);
  },

  post: (player, [, id, value]) =>
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has none, a window would
    player.ports.get(id)?.[0].postMessage(value),

  unrefPort: (player, [, id]) => player.ports.get(id)?.[1].unref(),

  closePort: (player, [, id]) => player.ports.get(id)?.[0].close(),
};
