import type { Turn } from "./host.ts";
import { currentHost, observer } from "./slot.ts";

/**
 * Calls back on a turn of its own, as asyncio's `call_soon` does:
 * https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.call_soon
 *
 * @param what it is, for who looks at the line of turns
 * @param act gives true if it resumes no code, so that the next turn may follow at once
 * @param one what to call it with, as `other` is: a function of its own for each call would take its room beside the notice's
 */
export function callSoon<One, Other>(
  what: string,
  act: (one: One, other: Other) => boolean | void,
  one?: One,
  other?: Other,
): void {
  const notice: Turn = {
    note: undefined,
    run: () => {
      observer()?.noticeTaken(notice);
      return act(one as One, other as Other);
    },
  };
  const host = currentHost();
  host.observer?.noticeGiven(notice, what);
  host.turn(notice);
}
