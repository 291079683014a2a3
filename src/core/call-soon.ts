import type { Observer, Turn } from "./host.ts";
import { currentHost } from "./slot.ts";

/**
 * Calls back on a turn of its own, as asyncio's `call_soon` does:
 * https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.call_soon
 *
 * @param what it is, for who looks at the line of turns
 * @param act gives true if it resumes no code, so that the next turn may follow at once
 */
export function callSoon(what: string, act: () => boolean | void): void {
  const host = currentHost();
  const notice = new Notice(host.observer, act);
  host.observer?.noticeGiven(notice, what);
  host.turn(notice);
}

class Notice implements Turn {
  note: unknown = undefined;
  readonly #observer: Observer | undefined;
  readonly #act: () => boolean | void;

  constructor(observer: Observer | undefined, act: () => boolean | void) {
    this.#observer = observer;
    this.#act = act;
  }

  run(): boolean | void {
    this.#observer?.noticeTaken(this);
    return this.#act();
  }
}
