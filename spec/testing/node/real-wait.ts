// The real one: inside a run, the one of that name has virtual time limits.
const { waitAsync } = Atomics as unknown as {
  waitAsync: (
    cell: Int32Array,
    index: number,
    value: number,
    ms: number,
  ) => { value: Promise<unknown> };
};

/** Waits for real time by what is no timer, and no handle of the event loop. */
export function realWait(ms: number): Promise<unknown> {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  return waitAsync(cell, 0, 0, ms).value;
}
