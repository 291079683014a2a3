import type { Measured } from "../contest.ts";
import { shareOfTicks } from "../statistics.ts";

const EVERY_MS = 5;

/** Measures some work, and the ticks of a timer meanwhile: work that starves the event loop stops the timer. */
export async function timedWithTicks(
  work: () => Promise<unknown>,
): Promise<Measured> {
  let fired = 0;
  const timer = setInterval(() => fired++, EVERY_MS);
  const start = performance.now();
  await work();
  const ms = performance.now() - start;
  clearInterval(timer);
  return { ms, ticks: shareOfTicks(fired, ms, EVERY_MS) };
}
