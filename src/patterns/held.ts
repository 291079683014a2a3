/// <reference lib="esnext.disposable" preserve="true" />

import { signalOf, type WaitOptions } from "../core/wait.ts";
import type { AsyncContextManager } from "./async-context-manager.ts";

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

/** What is acquired and released, also by asyncWith. */
export abstract class Holdable implements AsyncContextManager<void> {
  /**
   * Waits until whoever calls may hold it.
   *
   * @returns what releases it, once
   * @throws the signal's reason if it aborts while waiting, or has aborted already; then nothing is acquired
   */
  acquire(options?: WaitOptions): Promise<Held> {
    try {
      return this.take(signalOf("acquire", options));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Acquires it, or waits for it under the signal. */
  protected abstract take(signal: AbortSignal | undefined): Promise<Held>;

  /** Gives it back. */
  abstract release(): void;

  /** As `acquire`, for asyncWith. */
  async enter(): Promise<void> {
    await this.acquire();
  }

  /** As `release`, for asyncWith. */
  async exit(): Promise<void> {
    this.release();
  }
}
