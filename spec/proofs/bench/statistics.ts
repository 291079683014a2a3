/** The value in the middle; of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) {
    throw new RangeError("Cannot take a median: it takes a value, received 0");
  }
  return (lower + upper) / 2;
}

/** Of the ticks of a timer that were due in a time, the share that came; undefined where none was due. */
export function shareOfTicks(
  fired: number,
  ms: number,
  everyMs: number,
): number | undefined {
  const due = Math.floor(ms / everyMs);
  return due === 0 ? undefined : fired / due;
}
