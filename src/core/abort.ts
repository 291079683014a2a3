/** Something to tell when a signal aborts. */
export interface Abortable {
  abort(): void;
}

const listeners = new WeakMap<AbortSignal, Set<Abortable>>();

/**
 * Tells `target` when the signal aborts.
 *
 * - One listener on the signal serves all targets, in the order they came (Node warns from the eleventh listener on).
 * - The listener goes with the last target, so a signal that outlives a million waits holds none of them.
 *
 * @returns a function that stops it
 */
export function abortsWith(signal: AbortSignal, target: Abortable): () => void {
  const targets = listeners.get(signal) ?? listen(signal);
  targets.add(target);
  return () => {
    targets.delete(target);
    if (targets.size === 0) {
      signal.removeEventListener("abort", tellAll);
      listeners.delete(signal);
    }
  };
}

function listen(signal: AbortSignal): Set<Abortable> {
  const targets = new Set<Abortable>();
  listeners.set(signal, targets);
  signal.addEventListener("abort", tellAll);
  return targets;
}

function tellAll(event: Event): void {
  const signal = event.target as AbortSignal;
  const targets = listeners.get(signal) as Set<Abortable>;
  listeners.delete(signal);
  for (const target of targets) {
    target.abort();
  }
}
