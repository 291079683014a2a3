import { checkKind, hasMethod } from "./checks.ts";
import { listenToAbort } from "./platform.ts";

/** @throws TypeError if there is one that is no signal: of this realm or another, or what has all its methods */
export function checkSignal(act: string, signal: unknown): void {
  const isSignal =
    signal === undefined ||
    (hasMethod(signal, "throwIfAborted") &&
      hasMethod(signal, "addEventListener") &&
      hasMethod(signal, "removeEventListener"));
  checkKind(isSignal, act, "signal must be an AbortSignal", signal);
}

const listenings = new WeakMap<AbortSignal, Listening>();

/**
 * Calls back when the signal aborts.
 *
 * - One listener on the signal serves all who are to be called, in the order they came (Node warns from the eleventh
 *   listener on).
 * - The listener goes with the last of them, so a signal that outlives a million waits holds none of them.
 * - It hears of the abort also where another listener stops the event; an event that only looks like an abort calls
 *   nobody.
 *
 * @returns a function that stops it
 */
export function onAbort(signal: AbortSignal, call: () => void): () => void {
  const listening = listenings.get(signal) ?? new Listening(signal);
  listening.calls.add(call);
  return () => listening.leave(call);
}

/** All who are to be told of one signal. */
class Listening {
  readonly calls = new Set<() => void>();
  readonly #signal: AbortSignal;
  #stop: () => void;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    this.#stop = listenToAbort(signal, this.#tellAll);
    listenings.set(signal, this);
  }

  leave(call: () => void): void {
    this.calls.delete(call);
    if (this.calls.size === 0) {
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
    for (const call of this.calls) {
      call();
    }
  };
}
