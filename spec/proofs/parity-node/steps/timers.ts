import { odd, ProgramError } from "../shown.ts";
import type { PlainSteps } from "./taking.ts";

/** Timers of all kinds, ticks, and what happens at once. */
export const timerSteps: PlainSteps<
  | "log"
  | "throw"
  | "throwOdd"
  | "timeout"
  | "interval"
  | "immediate"
  | "clear"
  | "clearByNumber"
  | "close"
  | "refresh"
  | "unref"
  | "ref"
  | "hasRef"
  | "tick"
  | "microtask"
> = {
  log: (player, [, text]) => player.note(text),

  throw: (_, [, number]) => {
    throw new ProgramError(number);
  },

  throwOdd: (_, [, what]) => {
    // oxlint-disable-next-line typescript/only-throw-error -- that is the question
    throw odd(what);
  },

  timeout: (player, [, id, ms, block]) =>
    player.setTimer(id, setTimeout(player.callback(block), ms)),

  interval: (player, [, id, ms, times, block]) => {
    const run = player.callback(block);
    let fired = 0;
    const interval = setInterval(() => {
      if (++fired === times) {
        clearInterval(interval);
      }
      return run();
    }, ms);
    player.setTimer(id, interval);
  },

  immediate: (player, [, id, block]) =>
    player.setTimer(id, setImmediate(player.callback(block))),

  clear: (player, [, id]) => {
    const timer = player.timers.get(id);
    if (timer !== undefined && "refresh" in timer) {
      clearTimeout(timer);
    } else {
      clearImmediate(timer);
    }
  },

  clearByNumber: (player, [, id]) => {
    const timer = player.timers.get(id);
    if (timer !== undefined && "refresh" in timer) {
      clearTimeout(timer[Symbol.toPrimitive]());
    }
  },

  close: (player, [, id]) => player.timers.get(id)?.[Symbol.dispose](),

  refresh: (player, [, id]) => {
    const timer = player.timers.get(id);
    if (timer !== undefined && "refresh" in timer) {
      timer.refresh();
    }
  },

  unref: (player, [, id]) => {
    const timer = player.timers.get(id);
    if (timer !== undefined && "refresh" in timer) {
      timer.unref();
    }
  },

  ref: (player, [, id]) => {
    player.timers.get(id)?.ref();
  },

  hasRef: (player, [, id]) =>
    player.note(`timer ${id} hasRef ${player.timers.get(id)?.hasRef()}`),

  tick: (player, [, block]) => process.nextTick(player.callback(block)),

  microtask: (player, [, block]) => queueMicrotask(player.callback(block)),
};
