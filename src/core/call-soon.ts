import type { Turn } from "./host.ts";
import { currentHost } from "./slot.ts";

interface Notice<Given extends unknown[]> extends Turn {
  readonly act: (...given: Given) => boolean | void;
  readonly given: Given;
}

/**
 * Calls back on a turn of its own, as asyncio's `call_soon` does:
 * https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.call_soon
 *
 * @param what it is, for who looks at the line of turns
 * @param act gives true if it resumes no code, so that the next turn may follow at once
 * @param given what to act with
 */
export function callSoon<Given extends unknown[]>(
  what: string,
  act: (...given: Given) => boolean | void,
  ...given: Given
): void {
  const notice: Notice<Given> = { note: undefined, act, given, run };
  const host = currentHost();
  host.observer?.noticeGiven(notice, what);
  host.turn(notice);
}

function run<Given extends unknown[]>(this: Notice<Given>): boolean | void {
  currentHost().observer?.noticeTaken(this);
  return this.act(...this.given);
}
