import type { Turn } from "./host.ts";
import { currentHost } from "./slot.ts";

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
  const host = currentHost();
  const notice = new Notice(act, given);
  host.observer?.noticeGiven(notice, what);
  host.turn(notice);
}

class Notice<Given extends unknown[]> implements Turn {
  note: unknown;
  readonly #act: (...given: Given) => boolean | void;
  readonly #given: Given;

  constructor(act: (...given: Given) => boolean | void, given: Given) {
    this.#act = act;
    this.#given = given;
  }

  run(): boolean | void {
    currentHost().observer?.noticeTaken(this);
    return this.#act(...this.#given);
  }
}
