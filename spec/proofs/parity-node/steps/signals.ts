import { ProgramError, shown } from "../shown.ts";
import type { PlainSteps } from "./taking.ts";

/** AbortSignals, and who listens to them. */
export const signalSteps: PlainSteps<
  "abort" | "deadline" | "anySignal" | "isAborted" | "onAbort"
> = {
  abort: (player, [, id, error]) =>
    player.controller(id).abort(new ProgramError(error)),

  deadline: (player, [, id, ms]) =>
    player.signals.set(id, AbortSignal.timeout(ms)),

  anySignal: (player, [, id, ids]) => {
    const signals = ids.map((each) => player.signal(each));
    const given = signals.filter((signal) => signal !== undefined);
    player.signals.set(id, AbortSignal.any(given));
  },

  isAborted: (player, [, id]) => {
    const signal = player.signal(id);
    player.note(
      `signal ${id}: ${signal?.aborted ? shown(signal.reason) : "not aborted"}`,
    );
  },

  onAbort: (player, [, id, how, block]) => {
    const run = player.callback(block);
    const listener = (event: Event): unknown => {
      if (how === "last") {
        event.stopImmediatePropagation();
      }
      return run();
    };
    const options = { once: how === "once" };
    player.signal(id)?.addEventListener("abort", listener, options);
  },
};
