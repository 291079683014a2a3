import { shared } from "./errors.ts";
import type { Host, Observer } from "./host.ts";
import { realHost } from "./real-host.ts";

/** What the package's package.json says. */
const VERSION = "1.0.0";
/** Raised whenever a host, a turn, an observer or a task of another version could no longer be told what this one tells. */
const PROTOCOL = 4;

/** Where the host stands, for every copy of this package in the thread: they share one line of turns. */
interface Slot {
  readonly version: string;
  readonly protocol: number;
  host: Host;
}

const slot = findOrMake(globalThis);

/** @throws Error if another copy is there whose hosts are different */
function findOrMake(scope: { [key: symbol]: Slot | undefined }): Slot {
  const key = shared("host");
  const own = { version: VERSION, protocol: PROTOCOL, host: realHost };
  const slot = (scope[key] ??= own);
  if (slot.protocol !== PROTOCOL) {
    throw new Error(
      `Cannot load async-patterns ${VERSION}: version ${slot.version} is loaded in this thread, and they cannot share a line of turns`,
    );
  }
  return slot;
}

/** The host that makes turns at the moment. */
export function currentHost(): Host {
  return slot.host;
}

/** Who wants to know what tasks, queues and context managers do, if anybody does. */
export function observer(): Observer | undefined {
  return slot.host.observer;
}

/** Tells the observer of a look at a thing, or a change, that no other call tells. */
export function touched(thing?: object): void {
  observer()?.touched?.(thing);
}

/**
 * Lets another host make the turns.
 * @returns a function that brings the previous host back
 */
export function useHost(next: Host): () => void {
  const previous = slot.host;
  slot.host = next;
  return () => {
    slot.host = previous;
  };
}
