import type { PlainSteps } from "./taking.ts";

/** Events of emitters. */
export const eventSteps: PlainSteps<"on" | "emit"> = {
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
};
