import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import type { KeptContext } from "../player.ts";
import type { PlainSteps } from "./taking.ts";

/** Contexts: what AsyncLocalStorage carries along. */
export const contextSteps: PlainSteps<
  "within" | "enter" | "outside" | "keep" | "restore" | "bind"
> = {
  within: (player, [, context, block]) => {
    player.storage.run(context, player.callback(block));
  },

  enter: (player, [, context]) => player.storage.enterWith(context),

  outside: (player, [, block]) => {
    player.storage.exit(player.callback(block));
  },

  keep: (player, [, id, how]) => player.contexts.set(id, keepers[how]()),

  restore: (player, [, id, block]) =>
    player.contexts.get(id)?.(player.callback(block)),

  bind: (player, [, block]) => {
    const bound = AsyncResource.bind(player.callback(block));
    player.storage.exit(() => process.nextTick(bound));
  },
};

const keepers: Readonly<Record<"resource" | "snapshot", () => KeptContext>> = {
  resource: () => {
    const resource = new AsyncResource("Kept");
    return (run) => resource.runInAsyncScope(run);
  },
  snapshot: () => AsyncLocalStorage.snapshot(),
};
