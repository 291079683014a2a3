import { VirtualTimeout, type Callback } from "./timer-handles.ts";
import type { NodeTimers } from "./timers.ts";

/** The length of a frame where sixty are shown a second, in the whole milliseconds of a virtual clock. */
const FRAME_MS = 16;

/** What a callback is told that runs when a page is idle; in virtual time it always is. */
const idleDeadline = { didTimeout: false, timeRemaining: () => 50 };

/** A page's own waiting in virtual time: https://developer.mozilla.org/en-US/docs/Web/API/Window/requestAnimationFrame */
export function frameFunctions(timers: NodeTimers): Record<string, object> {
  const cancel = (timer: number): void => timers.clearTimeout(timer);
  return {
    requestAnimationFrame: (callback: Callback) => {
      const ms = FRAME_MS - (performance.now() % FRAME_MS);
      const show = (): void => callback(performance.now());
      return Number(new VirtualTimeout(timers, show, [], ms, false));
    },
    cancelAnimationFrame: cancel,
    requestIdleCallback: (callback: Callback) =>
      Number(timers.setTimeout(callback, 1, idleDeadline)),
    cancelIdleCallback: cancel,
  };
}
