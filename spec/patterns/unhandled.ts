import { runVirtual } from "../../src/testing/index.ts";

/**
 * Runs a program and gives what it left as unhandled rejections, in their order.
 *
 * vitest's own listeners, which would fail the run, are taken off the process meanwhile. Node reports a rejection once
 * microtasks and ticks have run out, so a lap of the event loop behind the program is late enough.
 */
export async function unhandledIn(
  program: () => Promise<unknown>,
): Promise<unknown[]> {
  return (await rejectionsIn(program)).unhandled;
}

/** Gives also those of them that were handled later, after all. */
export async function rejectionsIn(
  program: () => Promise<unknown>,
): Promise<{ unhandled: unknown[]; handledLate: unknown[] }> {
  const reasons = new Map<Promise<unknown>, unknown>();
  const handledLate: unknown[] = [];
  const collect = (reason: unknown, promise: Promise<unknown>): void => {
    reasons.set(promise, reason);
  };
  const handled = (promise: Promise<unknown>): void => {
    if (reasons.has(promise)) {
      handledLate.push(reasons.get(promise)); // else it was left by whatever ran before
    }
  };
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", collect);
  process.on("rejectionHandled", handled); // without a listener Node warns of rejections that were handled late
  try {
    await program();
    await lap();
  } finally {
    process.removeListener("unhandledRejection", collect);
    process.removeListener("rejectionHandled", handled);
    others.forEach((other) => process.on("unhandledRejection", other));
  }
  return { unhandled: [...reasons.values()], handledLate };
}

/** The same in virtual time, where the listeners of vitest are out of the way already. */
export async function unhandledInRun(
  program: () => Promise<unknown>,
): Promise<unknown[]> {
  return (await runVirtual(() => unhandledIn(program))).result;
}

/** A lap of the event loop: Node's own, or in a run the virtual one. */
export function lap(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
