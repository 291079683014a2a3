import { EventEmitter } from "node:events";
import { ProgramError, shown } from "../shown.ts";
import type { PlainSteps } from "./taking.ts";

/** Events of emitters, of targets as the web has them, and of the process. */
export const eventSteps: PlainSteps<
  | "on"
  | "emit"
  | "off"
  | "onError"
  | "emitError"
  | "capture"
  | "listen"
  | "dispatch"
  | "hear"
> = {
  on: (player, [, id, how, block]) => {
    const run = player.callback(block);
    const method = { every: "on", once: "once", first: "prependListener" };
    const name = method[how] as "on" | "once" | "prependListener";
    player.emitter(id)[name]("event", (value: number) => {
      player.note(`emitter ${id}: ${value}`);
      return run();
    });
  },

  emit: (player, [, id, value]) => {
    player.emitter(id).emit("event", value);
  },

  off: (player, [, id]) => {
    player.emitter(id).removeAllListeners("event");
  },

  onError: (player, [, id, block]) => {
    const run = player.callback(block);
    player.emitter(id).on("error", (error: unknown) => {
      player.note(`emitter ${id} failed: ${shown(error)}`);
      void run();
    });
  },

  emitError: (player, [, id, error]) => {
    player.emitter(id).emit("error", new ProgramError(error));
  },

  capture: (player, [, id]) =>
    player.setEmitter(id, new EventEmitter({ captureRejections: true })),

  listen: (player, [, id, how, signalId, block]) => {
    const run = player.callback(block);
    const signal = player.signal(signalId);
    const listener = (): unknown => {
      player.note(`target ${id}`);
      return run();
    };
    player.target(id).addEventListener("event", listener, {
      once: how === "once",
      ...(signal === undefined ? {} : { signal }),
    });
  },

  dispatch: (player, [, id]) => {
    player.target(id).dispatchEvent(new Event("event"));
  },

  hear: (player, [, event, how, block]) => {
    const run = player.callback(block);
    player.listen(event, how === "once" ? "once" : "on", () => {
      try {
        void run();
      } catch (error) {
        player.note(`listener failed: ${shown(error)}`); // Node would end the process
      }
    });
  },
};
