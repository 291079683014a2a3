/// <reference lib="esnext.disposable" preserve="true" />

/** A lock, or a place of a semaphore, as whoever acquired it holds it: `using held = await lock.acquire();`. */
export interface Held extends Disposable {
  /** Releases it; a second time, it does nothing. */
  [Symbol.dispose](): void;
}

/** Holds what can be released, until then. */
export class Hold implements Held {
  #held: { release(): void } | undefined;

  constructor(held: { release(): void }) {
    this.#held = held;
  }

  [Symbol.dispose](): void {
    const held = this.#held;
    this.#held = undefined;
    held?.release();
  }
}
