import { addAbortListener } from "node:events";
import { aborted } from "node:util";
import { ProgramError, shown } from "../shown.ts";
import type { PlainSteps } from "./taking.ts";

/** AbortSignals, and who listens to them. */
export const signalSteps: PlainSteps<
  | "abort"
  | "deadline"
  | "anySignal"
  | "isAborted"
  | "onAbort"
  | "addAbort"
  | "setOnAbort"
  | "aborted"
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

  addAbort: (player, [, id, block]) => {
    const signal = player.signal(id);
    if (signal !== undefined) {
      addAbortListener(signal, player.callback(block));
    }
  },

  setOnAbort: (player, [, id, block]) => {
    const signal = player.signal(id);
    if (signal !== undefined) {
      Object.assign(signal, { onabort: player.callback(block) });
    }
  },

  aborted: (player, [, id, of]) => {
    const signal = player.signal(of);
    if (signal !== undefined) {
      player.promises.set(id, aborted(signal, player));
    }
  },
};
