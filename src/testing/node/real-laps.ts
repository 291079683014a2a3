import { perfHooks } from "./builtins.ts";

/** What Node tells of its event loop, from 20.18 on. */
interface Timing {
  readonly uvMetricsInfo?: { readonly loopCount: number };
}

const timing = perfHooks?.performance.nodeTiming as Timing | undefined;

/** How many laps the real event loop has begun; NaN where nobody tells. */
export function realLaps(): number {
  return Number(timing?.uvMetricsInfo?.loopCount);
}
