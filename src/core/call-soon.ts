import type { Observer, Turn } from "./host.ts";
import { currentHost } from "./slot.ts";

/**
 * Something to be done on a turn of its own, as by asyncio's `call_soon`:
 * https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.call_soon
 */
export abstract class Notice implements Turn {
  note: unknown = undefined;
  #observer: Observer | undefined = undefined;

  /** Lines it up. @param what it is, for who looks at the line of turns */
  give(what: string): void {
    const host = currentHost();
    this.#observer = host.observer;
    this.#observer?.noticeGiven(this, what);
    host.turn(this);
  }

  run(): boolean | void {
    this.#observer?.noticeTaken(this);
    return this.act();
  }

  /** @returns true if it resumes no code, so that the next turn may follow at once */
  protected abstract act(): boolean | void;
}

class Call extends Notice {
  protected readonly act: () => void;

  constructor(act: () => void) {
    super();
    this.act = act;
  }
}

/** Calls back on a turn of its own. @param what it is, for who looks at the line of turns */
export function callSoon(what: string, act: () => void): void {
  new Call(act).give(what);
}
