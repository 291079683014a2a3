/** What may change places in the runs of a search. */
export interface Leeway {
  /**
   * Either the turns alone, while what is due together keeps its order, or what is due together alone, while turns keep
   * theirs; both if it is absent.
   */
  readonly vary?: "turns" | "deadlines" | undefined;
  /** Timers within so many milliseconds of the earliest one that is pending count as due together with it; default 0. */
  readonly latency?: number | undefined;
}

/** The same without defaults; undefined where nothing differs from them. */
export function ownLeeway({ vary, latency = 0 }: Leeway): Leeway | undefined {
  return vary === undefined && latency === 0
    ? undefined
    : { ...(vary && { vary }), ...(latency > 0 && { latency }) };
}

/** Whether it is one that a search has had, also as plain data. */
export function isLeeway(it: Leeway): boolean {
  const { vary, latency = 0 } = it;
  return (
    (vary === undefined || isVaried(vary)) &&
    Number.isInteger(latency) &&
    latency >= 0
  );
}

/** Whether it is a kind of thing that may change places. */
export function isVaried(it: unknown): boolean {
  return it === "turns" || it === "deadlines";
}
