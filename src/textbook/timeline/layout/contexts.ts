import type { TimelineEvent } from "../../../testing/index.ts";
import type { Mark } from "./axis.ts";

/** A context manager from where it was entered to where it was left. */
export interface ContextSpan extends Mark {
  readonly context: string;
  /** How many contexts of its lane it lies in. */
  readonly level: number;
  /** Where it was left; undefined where it never was. */
  to?: number;
  /** The error that it was left with. */
  error?: string | undefined;
}

/** Follows the context managers that each lane is in. */
export class Contexts {
  readonly spans: ContextSpan[] = [];

  /** Notes that a context was entered or left. @param mark where */
  note(event: Extract<TimelineEvent, { context: string }>, mark: Mark): void {
    const { context, kind } = event;
    const open = this.spans.filter(
      ({ lane, to }) => lane === mark.lane && to === undefined,
    );
    if (kind === "entered") {
      const level = Math.max(-1, ...open.map((span) => span.level)) + 1;
      this.spans.push({ ...mark, context, level });
    } else {
      const span = open.findLast((span) => span.context === context);
      Object.assign(span as ContextSpan, { to: mark.x, error: event.error });
    }
  }
}
