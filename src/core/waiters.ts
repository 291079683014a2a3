import type { WaitKind } from "./host.ts";
import { Wait, WaitLine } from "./wait.ts";

/**
 * Waits in the order they came, each for a notice. What becomes of the notice of one who gives up once it was woken is for
 * the owner to say: `wokenIn` of its wait tells whether it was.
 */
export class Waiters {
  readonly #line: WaitLine<void>;

  /** @param on what they wait on, such as a semaphore */
  constructor(kind: WaitKind, on: object) {
    this.#line = new WaitLine<void>(kind, on, {
      mustWait: () => true, // so that the line itself passes no notice on
      act: () => {},
    });
  }

  /** True while somebody waits who was not woken. */
  get any(): boolean {
    return this.#line.first !== undefined;
  }

  /** A new wait at the end of the line. */
  join(signal: AbortSignal | undefined): Wait {
    const { kind, on } = this.#line;
    const wait = new Wait(kind, on, signal);
    wait.lineUp(this.#line);
    return wait;
  }

  /** Wakes the first in line, if anybody waits. */
  wakeNext(): void {
    this.#line.wakeNext();
  }

  wakeAll(): void {
    this.#line.wakeAll();
  }
}
