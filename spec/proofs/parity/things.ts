import {
  AsyncEvent,
  Barrier,
  BoundedSemaphore,
  Condition,
  Lock,
  Semaphore,
} from "../../../src/index.ts";
import type { Thing } from "./program.ts";

/** What a thing of a program is here. */
export type Made = Lock | Semaphore | AsyncEvent | Condition | Barrier;

export function makeThings(things: readonly Thing[]): readonly Made[] {
  const made: Made[] = [];
  for (const thing of things) {
    made.push(make(thing, made));
  }
  return made;
}

function make([kind, number]: Thing, others: readonly Made[]): Made {
  switch (kind) {
    case "lock":
      return new Lock();
    case "semaphore":
      return new Semaphore(number);
    case "bounded":
      return new BoundedSemaphore(number);
    case "event":
      return new AsyncEvent();
    case "condition":
      return new Condition(
        number === undefined ? undefined : (others[number] as Lock),
      );
    case "barrier":
    default:
      return new Barrier(number);
  }
}

/** What shows of a thing from outside. */
export function stateOf(thing: Made): string {
  if (thing instanceof AsyncEvent) {
    return thing.isSet ? "set" : "not set";
  }
  if (thing instanceof Barrier) {
    return `${thing.waiting}${thing.broken ? " broken" : ""}`;
  }
  return thing.locked ? "locked" : "free";
}
