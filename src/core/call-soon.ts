import type { Turn } from "./host.ts";
import { currentHost, observer } from "./slot.ts";

type Act<One> = (one: One) => boolean | void;

interface Notice extends Turn {
  readonly act: Act<never>;
  readonly one: unknown;
}

/** One for all, since a function of its own for each would take the room of two more objects while it waits for its turn. */
function run(this: Notice): boolean | void {
  observer()?.noticeTaken(this);
  return this.act(this.one as never);
}

/**
 * Calls back on a turn of its own, as asyncio's `call_soon` does:
 * https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.call_soon
 *
 * @param what it is, for who looks at the line of turns
 * @param act gives true if it resumes no code, so that the next turn may follow at once
 * @param one what to call it with
 */
export function callSoon<One>(what: string, act: Act<One>, one?: One): void {
  const notice: Notice = { run, act, one };
  const host = currentHost();
  host.observer?.noticeGiven(notice, what);
  host.turn(notice);
}
