import { checkKind, hasMethod } from "./checks.ts";
import { listenToAbort } from "./platform.ts";

const METHODS = ["throwIfAborted", "addEventListener", "removeEventListener"];

/** @throws TypeError if there is one that is no signal: of this realm or another, or what has all its methods */
export function checkSignal(act: string, signal: unknown): void {
  const isSignal =
    signal === undefined || METHODS.every((name) => hasMethod(signal, name));
  checkKind(isSignal, act, "signal must be an AbortSignal", signal);
}

/** Told of an abort. */
type Call = (reason: unknown) => void;

/** All who are to be told of one signal, and what stops its listener. */
interface Listening {
  readonly calls: Set<Call>;
  stop: () => void;
}

const listenings = new WeakMap<AbortSignal, Listening>();

/**
 * Calls back when the signal aborts; now, if it has.
 *
 * - One listener on the signal serves all who are to be called, in the order they came (Node warns from the eleventh
 *   listener on).
 * - The listener goes with the last of them, so a signal that outlives a million waits holds none of them.
 * - It hears of the abort also where another listener stops the event; an event that only looks like an abort calls
 *   nobody.
 *
 * @returns a function that stops it, if it has not aborted
 */
export function onAbort(
  signal: AbortSignal,
  call: Call,
): (() => void) | undefined {
  if (signal.aborted) {
    call(signal.reason);
    return undefined;
  }
  const listening = listenings.get(signal) ?? listenTo(signal);
  listening.calls.add(call);
  return () => {
    listening.calls.delete(call);
    if (listening.calls.size === 0) {
      listening.stop();
      listenings.delete(signal);
    }
  };
}

function listenTo(signal: AbortSignal): Listening {
  const tellAll = (): void => {
    if (signal.aborted) {
      listenings.delete(signal);
      listening.calls.forEach((call) => call(signal.reason));
    } else {
      listening.stop = listenToAbort(signal, tellAll); // a mere event, which has used up the listener
    }
  };
  const listening = {
    calls: new Set<Call>(),
    stop: listenToAbort(signal, tellAll),
  };
  listenings.set(signal, listening);
  return listening;
}
