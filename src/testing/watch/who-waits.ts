import { lineOf, type Place, type Trace } from "../node/source-places.ts";
import type { KnownWait, ProgramObserver } from "./observer.ts";
import type { PendingAwait, PromiseLog } from "./promise-log.ts";

/** Code that waits: in the library, each with the place where that is known, or for a plain promise. */
export interface WhoWaits {
  readonly inLibrary: readonly { wait: KnownWait; trace: Trace | undefined }[];
  readonly plain: readonly PendingAwait[];
}

/** What waits, each once: an await of what waits in the library is that wait. */
export function whoWaitsNow(
  { waits }: ProgramObserver,
  promiseLog: PromiseLog | undefined,
): WhoWaits {
  const awaits = [...(promiseLog?.innermost ?? [])];
  const inLibrary = waits.map((wait) => {
    const isPlaced = wait.trace?.places[0] !== undefined;
    const trace = isPlaced ? wait.trace : takeMatch(awaits, wait)?.trace;
    return { wait, trace };
  });
  const known = new Set<string>();
  for (const { trace } of waits) {
    trace?.places.forEach((place) => known.add(lineOf(place)));
  }
  const plain = awaits.filter(
    ({ trace }) => !known.has(lineOf(trace.places[0] as Place)),
  );
  return { inLibrary, plain };
}

/** A wait for a task does not see the code that awaits the task: the await of the same moment tells where that is. */
function takeMatch(
  awaits: PendingAwait[],
  wait: KnownWait,
): PendingAwait | undefined {
  const index = awaits.findIndex(
    ({ who, since }) => who === wait.who && since === wait.since,
  );
  return index < 0 ? undefined : awaits.splice(index, 1)[0];
}

/**
 * Whether main waits for somebody's deed since a moment or before, itself or in a task that it waits for. Who waits for
 * tasks that sleep does not: they end some day.
 */
export function isStuck(
  { inLibrary, plain }: WhoWaits,
  { tasks }: ProgramObserver,
  since: number,
): boolean {
  const asked = new Set<string>();
  const isOne = (name: string): boolean => {
    if (asked.has(name)) {
      return false;
    }
    asked.add(name);
    return (
      plain.some((wait) => wait.who === name && wait.since <= since) ||
      inLibrary.some(({ wait }) => {
        const { kind, who, on } = wait;
        if (who !== name || wait.since > since || kind.endsByItself) {
          return false;
        }
        const awaited = kind.tasks?.(on as object);
        return (
          awaited === undefined ||
          [...awaited].some((task) => {
            const known = tasks.get(task);
            return known !== undefined && isOne(known.name);
          })
        );
      })
    );
  };
  return isOne("main");
}
