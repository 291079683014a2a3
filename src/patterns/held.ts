/// <reference lib="esnext.disposable" preserve="true" />

import { type WaitOptions, liveSignalOf } from "../core/abort.ts";
import { currentHost, observer } from "../core/slot.ts";
import { behind } from "../core/wait.ts";
import type { AsyncContextManager } from "./async-context-manager.ts";

/** A lock, or a place of a semaphore, as whoever acquired it holds it: `using held = await lock.acquire();`. */
export interface Held extends Disposable {
  /** Releases it; a second time, it does nothing. */
  [Symbol.dispose](): void;
}

interface Hold extends Held {
  held: { release(): void } | undefined;
}

/** Holds what was acquired, until it is released. The observer is told. */
export function hold(held: { release(): void }): Hold {
  observer()?.acquired(held);
  return { held, [Symbol.dispose]: dispose };
}

function dispose(this: Hold): void {
  const { held } = this;
  this.held = undefined;
  held?.release();
}

/**
 * A hold for whoever does not have to wait, as `withoutWait` gives a value.
 *
 * It is of no class, and its promise is made together with it: so V8 knows that it has no `then`, and does not look for one
 * each time, which takes as long as all the rest.
 */
export function heldAtOnce(held: { release(): void }): Promise<Held> {
  const breath = currentHost().breathe();
  return breath ? behind(breath, hold(held)) : Promise.resolve(hold(held));
}

/** What is acquired and released, also by asyncWith. */
export abstract class Holdable implements AsyncContextManager<void> {
  constructor() {
    observer()?.made?.(this);
  }

  /**
   * Waits until whoever calls may hold it.
   *
   * @returns what releases it, once
   * @throws the signal's reason if it aborts while waiting, or has aborted already; then nothing is acquired
   */
  acquire(options?: WaitOptions): Promise<Held> {
    try {
      return this.take(liveSignalOf("acquire", options));
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
