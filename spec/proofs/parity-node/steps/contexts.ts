import { AsyncResource } from "node:async_hooks";
import type { PlainSteps } from "./taking.ts";

/** Contexts: what AsyncLocalStorage carries along. */
export const contextSteps: PlainSteps<"within" | "enter" | "bind"> = {
  within: (player, [, context, block]) => {
    player.storage.run(context, player.callback(block));
  },

  enter: (player, [, context]) => player.storage.enterWith(context),

  bind: (player, [, block]) => {
    const bound = AsyncResource.bind(player.callback(block));
    player.storage.exit(() => process.nextTick(bound));
  },
};
