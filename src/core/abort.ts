import { checkKind, hasMethod } from "./checks.ts";
import { listenToAbort } from "./platform.ts";

const METHODS = ["throwIfAborted", "addEventListener", "removeEventListener"];

/** @throws TypeError if it is no signal: of this realm or another, or what has all its methods */
export function checkSignal(act: string, signal: unknown): void {
  const isSignal = METHODS.every((name) => hasMethod(signal, name));
  checkKind(isSignal, act, "signal must be an AbortSignal", signal);
}

/** @throws TypeError if they are no options: a signal alone would be passed over without a word */
export function checkOptions(act: string, options: unknown): void {
  const areOptions =
    Object(options) === options && !("aborted" in (options as object));
  checkKind(areOptions, act, "options must be named in an object", options);
}

/** How a wait can be ended from outside: it rejects with the signal's reason. */
export interface WaitOptions {
  signal?: AbortSignal | undefined;
}

/**
 * The signal among options, if there is one.
 *
 * @throws TypeError if it is no signal, or they are no options
 */
export function signalOf(
  act: string,
  options: WaitOptions | undefined,
): AbortSignal | undefined {
  const signal = options?.signal;
  if (options !== undefined) {
    checkOptions(act, options);
  }
  if (signal !== undefined) {
    checkSignal(act, signal);
  }
  return signal;
}

/** As `signalOf`, for a wait. @throws the signal's reason if it has aborted already */
export function liveSignalOf(
  act: string,
  options: WaitOptions | undefined,
): AbortSignal | undefined {
  const signal = signalOf(act, options);
  signal?.throwIfAborted();
  return signal;
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
    if (!listening.calls.size) {
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
