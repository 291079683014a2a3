// Taken once, so that turns go on where a run or a test has replaced the globals.

/** Calls back behind the microtasks of the code that runs now, before anything else. */
export const nextTick: (callback: () => void) => void =
  process.nextTick.bind(process);

/** Calls back on the next lap of the event loop, so that timers and I/O get their chance before. */
export const lap: (callback: () => void) => unknown = setImmediate;
