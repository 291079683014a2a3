import { clocksOf, type Moment } from "./clocks.ts";
import { inTurn, replace } from "./replace.ts";

/** What a run shows to who has kept a clock from before it. */
interface Shown {
  readonly moment: Moment;
  /** Draws as Math.random does; nothing outside of runs. */
  draw(): number | undefined;
}

/** Where each copy of this package in the thread says that of the run that is under way, and whether clocks are kept. */
interface Slot {
  shown: Shown | undefined;
  isKept: boolean;
}

const slots = globalThis as { [key: symbol]: Slot | undefined };
const slot = (slots[Symbol.for("async-patterns.clocks")] ??= {
  shown: undefined,
  isKept: false,
});

/** Shows a run's moments to who has kept a clock. @returns a function that ends it */
export function showToKept(shown: Shown): () => void {
  slot.shown = shown;
  return () => (slot.shown = undefined);
}

const moment: Moment = {
  get elapsed() {
    return slot.shown?.moment.elapsed;
  },
  get startsAt() {
    return (slot.shown as Shown).moment.startsAt; // it is asked for where time has elapsed
  },
};

/**
 * Puts others in the place of the clocks and of Math.random, which are real until a run begins. Code that takes them out
 * of their objects from now on, as `const { now } = Date` does, has virtual ones in each run. Where it has been done in
 * this thread, it does nothing.
 * @returns a function that brings back what was there, if it has done something
 */
export function keepClocks(): (() => void) | undefined {
  if (slot.isKept) {
    return undefined;
  }
  slot.isKept = true;
  const real = Math.random;
  const random = (): number => slot.shown?.draw() ?? real();
  const restore = inTurn([
    ...clocksOf(moment, "kept").changes,
    () => replace(Math, { random }),
  ]);
  return () => {
    slot.isKept = false;
    restore();
  };
}
