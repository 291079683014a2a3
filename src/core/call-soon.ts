import type { Turn } from "./host.ts";
import { currentHost } from "./slot.ts";

/**
 * Calls back on a turn of its own, as asyncio's `call_soon` does:
 * https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.call_soon
 *
 * @param what it is, for who looks at the line of turns
 */
export function callSoon(what: string, act: () => void): void {
  const host = currentHost();
  const { observer } = host;
  const turn: Turn = {
    run: () => {
      observer?.noticeTaken(turn);
      act();
    },
    note: undefined,
  };
  observer?.noticeGiven(turn, what);
  host.turn(turn);
}
