import {
  MessageChannel,
  MessagePort,
  receiveMessageOnPort,
} from "node:worker_threads";
import { shown } from "../shown.ts";
import type { PlainSteps } from "./taking.ts";

/** Messages between two ports of one thread. */
export const messageSteps: PlainSteps<
  "channel" | "post" | "unrefPort" | "closePort" | "handOver" | "receive"
> = {
  channel: (player, [, id, how, block]) => {
    const { port1, port2 } = new MessageChannel();
    const run = player.callback(block);
    const receive = (value: unknown): unknown => {
      player.note(`port ${id}: ${shown(value)}`);
      if (value instanceof MessagePort) {
        player.keepOpenPort(value);
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has none, a window would
        value.postMessage("from a port that came");
      }
      return run();
    };
    if (how === "on") {
      port2.on("message", receive);
    } else {
      Object.assign(port2, {
        onmessage: ({ data }: { data: unknown }) => receive(data),
      });
    }
    player.setPorts(id, port1, port2);
  },

  post: (player, [, id, value]) =>
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has none, a window would
    player.ports.get(id)?.[0].postMessage(value),

  unrefPort: (player, [, id]) => player.ports.get(id)?.[1].unref(),

  closePort: (player, [, id]) => player.ports.get(id)?.[0].close(),

  handOver: (player, [, id, of]) => {
    const given = player.ports.get(of)?.[0];
    const taking = player.ports.get(id)?.[0];
    if (given !== undefined && taking !== undefined && given !== taking) {
      taking.postMessage(given, [given]);
      player.ports.delete(of);
    }
  },

  receive: (player, [, id]) => {
    const port = player.ports.get(id)?.[1];
    if (port !== undefined) {
      const received = receiveMessageOnPort(port);
      player.note(`received from ${id}: ${shown(received?.message)}`);
    }
  },
};
