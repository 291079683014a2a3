import { Chain } from "./chain.ts";
import type { WaitKind } from "./host.ts";
import { Wait } from "./wait.ts";

/**
 * Waits in the order they came, each for a notice. Who is woken, or gives up, leaves at once. What becomes of the notice of
 * one whose signal aborts between the two is for the owner to say.
 */
export class Waiters {
  readonly #kind: WaitKind;
  readonly #on: object;
  readonly #chain = new Chain<Wait>();

  /** @param on what they wait on, such as a semaphore */
  constructor(kind: WaitKind, on: object) {
    this.#kind = kind;
    this.#on = on;
  }

  /** True while somebody waits who was not woken. */
  get any(): boolean {
    return this.#chain.first !== undefined;
  }

  /** A new wait at the end of the line. */
  join(signal: AbortSignal | undefined): Wait {
    const wait = new Wait(this.#kind, this.#on, signal);
    this.#chain.add(wait);
    if (signal !== undefined) {
      wait.park(() => this.#chain.remove(wait));
    }
    return wait;
  }

  /** Wakes the first in line, if anybody waits. */
  wakeNext(): void {
    const wait = this.#chain.first;
    if (wait !== undefined) {
      this.#chain.remove(wait);
      wait.wake();
    }
  }

  wakeAll(): void {
    while (this.any) {
      this.wakeNext();
    }
  }
}
