import type { Programs } from "./program.ts";
import { aborts } from "./programs/aborts.ts";
import { immediates } from "./programs/immediates.ts";
import { intervals } from "./programs/intervals.ts";
import { mixtures } from "./programs/mixtures.ts";
import { ticksAndPromises } from "./programs/ticks-and-promises.ts";
import { timeoutHandles } from "./programs/timeout-handles.ts";
import { timeouts } from "./programs/timeouts.ts";
import { timerPromises } from "./programs/timer-promises.ts";

/** All programs, by family and by the rule that each of them shows. */
export const families: Readonly<Record<string, Programs>> = {
  timeouts,
  "timeouts that are cleared and refreshed": timeoutHandles,
  intervals,
  immediates,
  "ticks and promises": ticksAndPromises,
  "node:timers/promises": timerPromises,
  "abort signals": aborts,
  mixtures,
};

/** All programs, by the rule that each of them shows. */
export const programs: Programs = Object.assign(
  {},
  ...Object.values(families),
) as Programs;
