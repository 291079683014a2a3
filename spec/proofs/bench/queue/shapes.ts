/** Producers put items into a queue while consumers get them out. */
export interface Stream {
  readonly kind: "stream";
  readonly title: string;
  readonly producers: number;
  readonly consumers: number;
  /** How many items the queue holds at most; 0 for any number. */
  readonly slots: number;
}

/** One task fills a queue and empties it again. */
export interface Burst {
  readonly kind: "burst";
  readonly title: string;
  readonly size: number;
}

export type Shape = Stream | Burst;

export const shapes: readonly Shape[] = [
  stream("1 → 1, unbounded", 1, 1, 0),
  stream("1 → 1, 1 slot", 1, 1, 1),
  stream("1 → 1, 16 slots", 1, 1, 16),
  stream("1 → 1, 1,024 slots", 1, 1, 1_024),
  stream("4 → 4, 16 slots", 4, 4, 16),
  stream("4 → 1, 1 slot", 4, 1, 1),
  stream("1 → 4, 16 slots", 1, 4, 16),
  { kind: "burst", title: "burst of 100,000", size: 100_000 },
  { kind: "burst", title: "burst of 1,000,000", size: 1_000_000 },
];

function stream(
  title: string,
  producers: number,
  consumers: number,
  slots: number,
): Stream {
  return { kind: "stream", title, producers, consumers, slots };
}

/** A queue to be measured. */
export interface QueuePeer {
  /** Sends that many items through; undefined where the queue does not allow the shape. */
  stream(shape: Stream): ((items: number) => Promise<unknown>) | undefined;
  /** Sends a burst through; undefined where that would take tens of seconds. */
  burst(size: number): (() => Promise<unknown>) | undefined;
}

/** The work of a queue in a shape. Its amount counts items of a stream, or bursts. Undefined as in QueuePeer. */
export function workOf(
  peer: QueuePeer,
  shape: Shape,
): ((amount: number) => Promise<unknown>) | undefined {
  if (shape.kind === "stream") {
    return peer.stream(shape);
  }
  const burst = peer.burst(shape.size);
  return (
    burst &&
    (async (times) => {
      for (let time = 0; time < times; time++) {
        await burst();
      }
    })
  );
}
