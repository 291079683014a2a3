import { listenToAbort } from "./platform.ts";

/** Something to tell when a signal aborts. */
export interface Abortable {
  abort(): void;
}

const listenings = new WeakMap<AbortSignal, Listening>();

/**
 * Tells `target` when the signal aborts.
 *
 * - One listener on the signal serves all targets, in the order they came (Node warns from the eleventh listener on).
 * - The listener goes with the last target, so a signal that outlives a million waits holds none of them.
 * - It hears of the abort also where another listener stops the event; an event that only looks like an abort tells
 *   nobody anything.
 *
 * @returns a function that stops it
 */
export function abortsWith(signal: AbortSignal, target: Abortable): () => void {
  const listening = listenings.get(signal) ?? new Listening(signal);
  listening.targets.add(target);
  return () => listening.leave(target);
}

/** All who are to be told of one signal. */
class Listening {
  readonly targets = new Set<Abortable>();
  readonly #signal: AbortSignal;
  #stop: () => void;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    this.#stop = listenToAbort(signal, this.#tellAll);
    listenings.set(signal, this);
  }

  leave(target: Abortable): void {
    this.targets.delete(target);
    if (this.targets.size === 0) {
      this.#stop();
      listenings.delete(this.#signal);
    }
  }

  readonly #tellAll = (): void => {
    if (!this.#signal.aborted) {
      this.#stop = listenToAbort(this.#signal, this.#tellAll); // a mere event, which has used up the listener
      return;
    }
    listenings.delete(this.#signal);
    for (const target of this.targets) {
      target.abort();
    }
  };
}
