import type { TimelineEvent } from "../../../testing/index.ts";
import type { Mark } from "./axis.ts";

/** An item on its way through a queue. */
export interface ItemTrip {
  readonly queue: string;
  readonly item: number;
  readonly value: string;
  readonly put: Mark;
  /** Where it was taken; undefined where nobody did. */
  took?: Mark;
}

/** A queue's size from each place on. */
export interface QueueDepth {
  readonly sizes: { readonly x: number; readonly size: number }[];
  /** Its limit, where somebody had to wait for room. */
  limit: number | undefined;
}

/** Follows what goes through the queues. */
export class Queues {
  readonly trips: ItemTrip[] = [];
  readonly depths = new Map<string, QueueDepth>();

  /** Notes that an item was put or taken. @param mark where */
  note(
    event: Extract<TimelineEvent, { kind: "put" | "took" }>,
    mark: Mark,
  ): void {
    const { queue, item, value, size } = event;
    if (event.kind === "put") {
      this.trips.push({ queue, item, value, put: mark });
    } else {
      const trip = this.trips.find(
        (trip) => trip.queue === queue && trip.item === item,
      );
      Object.assign(trip as ItemTrip, { took: mark });
    }
    const depth = this.depths.get(queue) ?? { sizes: [], limit: undefined };
    this.depths.set(queue, depth);
    depth.sizes.push({ x: mark.x, size });
  }

  /** Notes that somebody waits; where it is for room, the queue is as full as it may be. */
  noteWait({ waitKind, on }: Extract<TimelineEvent, { kind: "waits" }>): void {
    const depth = this.depths.get(on ?? "");
    if (waitKind.does === "put" && depth !== undefined) {
      depth.limit = depth.sizes.at(-1)?.size;
    }
  }
}
