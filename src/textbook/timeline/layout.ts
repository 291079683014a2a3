import type { TimelineEvent } from "../../testing/index.ts";
import { turnsOf, waitsOf, type Turn, type Wait } from "./turns.ts";

/** What a lane's code is doing; `idle` is a wait for something that is none of the library's. */
export type LaneState = "runs" | "ready" | "sleeps" | "waits" | "idle";

export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly state: LaneState;
  /** What a waiting lane waits for. */
  readonly what?: string | undefined;
  readonly on?: string | undefined;
}

/** Something that happened at a place of a lane. */
export interface Mark {
  readonly x: number;
  readonly lane: string;
}

export interface ContextSpan extends Mark {
  readonly context: string;
  readonly level: number;
  /** Where it was left; undefined where it never was. */
  to?: number;
  error?: string | undefined;
}

export interface ItemTrip {
  readonly queue: string;
  readonly item: number;
  readonly value: string;
  readonly put: Mark;
  took?: Mark;
}

/** Where everything of a run lies from left to right, in pixels; what lies above what is for the drawing to say. */
export interface Layout {
  readonly width: number;
  /** Virtual milliseconds from start to end. */
  readonly duration: number;
  readonly turns: readonly (Turn & { from: number; to: number })[];
  /** Moments of the virtual clock; between two of them time passes. */
  readonly moments: readonly { at: number; from: number; to: number }[];
  readonly lanes: ReadonlyMap<string, readonly Segment[]>;
  readonly prints: readonly (Mark & { line: number })[];
  readonly ends: readonly (Mark & {
    how: "returned" | "failed" | "cancelled";
  })[];
  readonly births: readonly (Mark & { task: string })[];
  readonly wakes: readonly (Mark & { to: string })[];
  readonly robberies: readonly (Mark & { by: string })[];
  readonly contexts: readonly ContextSpan[];
  readonly items: readonly ItemTrip[];
  /** A queue's size from each place on, and its limit where somebody had to wait for room. */
  readonly queues: ReadonlyMap<string, QueueDepth>;
}

export interface QueueDepth {
  readonly sizes: { readonly x: number; readonly size: number }[];
  limit: number | undefined;
}

/** What a mark takes from left to right, at the least. */
const MARK = 15;
const TURN_PADDING = 4;
const TURN_GAP = 3;
const MOMENT_PADDING = 7;
/** What all passing of time together takes. */
const TIME = 260;
const SHORTEST_TIME = 18;

/** A drawing that would be narrower is stretched, up to three times. */
const NARROW = 640;
const MOST_STRETCH = 3;

/** Lays a run out: time passes between moments, and within a moment turn follows on turn. */
export function layOut(timeline: readonly TimelineEvent[]): Layout {
  const natural = new Layouter(timeline, 1).run();
  const stretch = Math.min(MOST_STRETCH, NARROW / natural.width);
  return stretch > 1 ? new Layouter(timeline, stretch).run() : natural;
}

class Layouter {
  readonly #turns: readonly Turn[];
  readonly #waits: ReadonlyMap<number, Wait>;
  readonly #markWidth: number;
  readonly #duration: number;
  readonly #pixelsPerMs: number;
  readonly #lanes = new Map<string, Lane>();
  readonly #contexts: ContextSpan[] = [];
  readonly #items: ItemTrip[] = [];
  readonly #queues = new Map<string, QueueDepth>();
  readonly #prints: (Mark & { line: number })[] = [];
  readonly #ends: Layout["ends"][number][] = [];
  readonly #births: Layout["births"][number][] = [];
  readonly #wakes: Layout["wakes"][number][] = [];
  readonly #robberies: Layout["robberies"][number][] = [];
  #x = 0;

  constructor(timeline: readonly TimelineEvent[], stretch: number) {
    this.#markWidth = MARK * stretch;
    this.#turns = turnsOf(timeline);
    this.#waits = waitsOf(timeline);
    this.#duration = Math.max(0, ...timeline.map(({ at }) => at));
    this.#pixelsPerMs = (TIME * stretch) / this.#duration;
  }

  run(): Layout {
    const turns: Layout["turns"][number][] = [];
    const moments: { at: number; from: number; to: number }[] = [];
    for (const turn of this.#turns) {
      let moment = moments.at(-1);
      if (moment?.at !== turn.at) {
        this.#x += moment === undefined ? 0 : this.#gap(turn.at - moment.at);
        moment = { at: turn.at, from: this.#x, to: this.#x };
        moments.push(moment);
        this.#x += MOMENT_PADDING;
      } else {
        this.#x -= MOMENT_PADDING - TURN_GAP;
      }
      turns.push(this.#turn(turn));
      this.#x += MOMENT_PADDING;
      moment.to = this.#x;
    }
    for (const lane of this.#lanes.values()) {
      lane.end(this.#x);
    }
    return {
      width: this.#x,
      duration: this.#duration,
      turns,
      moments,
      lanes: new Map(
        Array.from(this.#lanes, ([name, { segments }]) => [name, segments]),
      ),
      prints: this.#prints,
      ends: this.#ends,
      births: this.#births,
      wakes: this.#wakes,
      robberies: this.#robberies,
      contexts: this.#contexts,
      items: this.#items,
      queues: this.#queues,
    };
  }

  #gap(ms: number): number {
    return Math.max(SHORTEST_TIME, Math.round(ms * this.#pixelsPerMs));
  }

  #turn(turn: Turn): Layout["turns"][number] {
    const from = this.#x;
    const lane = this.#lane(turn.who);
    lane.isRunning = true;
    lane.goOn(from);
    this.#x += TURN_PADDING;
    for (const event of turn.events) {
      this.#event(event);
    }
    this.#x += TURN_PADDING;
    lane.isRunning = false;
    lane.goOn(this.#x);
    return { ...turn, from, to: this.#x };
  }

  #lane(name: string): Lane {
    let lane = this.#lanes.get(name);
    if (lane === undefined) {
      lane = new Lane();
      this.#lanes.set(name, lane);
    }
    return lane;
  }

  /** A place of its own, so that two marks never lie on each other. */
  #mark(lane: string): Mark {
    const x = this.#x + this.#markWidth / 2;
    this.#x += this.#markWidth;
    return { x, lane };
  }

  #event(event: TimelineEvent): void {
    const lane = this.#lane(event.who);
    switch (event.kind) {
      case "created":
        this.#births.push({ ...this.#mark(event.who), task: event.task });
        this.#lane(event.task).isReady = true;
        this.#lane(event.task).goOn(this.#x - this.#markWidth / 2);
        break;
      case "started":
        lane.isReady = false;
        break;
      case "ended":
        this.#ends.push({ ...this.#mark(event.who), how: event.how });
        lane.hasEnded = true;
        lane.goOn(this.#x);
        break;
      case "printed":
        this.#prints.push({ ...this.#mark(event.who), line: event.line });
        break;
      case "entered":
      case "exited":
        this.#context(event);
        break;
      case "put":
      case "took":
        this.#item(event);
        break;
      case "waits":
      case "woken":
      case "resumed":
        this.#wait(event);
        break;
    }
  }

  #wait(event: Extract<TimelineEvent, { wait: number }>): void {
    const wait = this.#waits.get(event.wait);
    if (event.kind === "waits") {
      this.#lane(event.who).waits.set(event.wait, { ...event, isOver: false });
      const depth = this.#queues.get(event.on ?? "");
      if (event.what.endsWith(".put") && depth !== undefined) {
        depth.limit = depth.sizes.at(-1)?.size;
      }
    } else if (event.kind === "resumed") {
      this.#lane(event.who).waits.delete(event.wait);
      if (wait?.robbedBy !== undefined) {
        this.#robberies.push({ ...this.#mark(event.who), by: wait.robbedBy });
      }
    } else {
      const lane = this.#lane(event.whom);
      Object.assign(lane.waits.get(event.wait) as object, { isOver: true });
      lane.goOn(this.#x);
      if (event.whom !== event.who) {
        this.#wakes.push({ x: this.#x, lane: event.who, to: event.whom });
      }
    }
  }

  #item(event: Extract<TimelineEvent, { kind: "put" | "took" }>): void {
    const { queue, item, value } = event;
    const mark = this.#mark(event.who);
    if (event.kind === "put") {
      this.#items.push({ queue, item, value, put: mark });
    } else {
      const trip = this.#items.find(
        (trip) => trip.queue === queue && trip.item === item,
      );
      Object.assign(trip as ItemTrip, { took: mark });
    }
    const depth: QueueDepth = this.#queues.get(queue) ?? {
      sizes: [],
      limit: undefined,
    };
    this.#queues.set(queue, depth);
    depth.sizes.push({ x: mark.x, size: event.size });
  }

  #context(event: Extract<TimelineEvent, { context: string }>): void {
    const { who, context } = event;
    const open = this.#contexts.filter(
      (span) => span.lane === who && span.to === undefined,
    );
    if (event.kind === "entered") {
      const level = Math.max(-1, ...open.map((span) => span.level)) + 1;
      this.#contexts.push({ ...this.#mark(who), context, level });
    } else {
      const { x } = this.#mark(who);
      const span = open.findLast((span) => span.context === context);
      Object.assign(span as ContextSpan, { to: x, error: event.error });
    }
  }
}

type Doing = Pick<Segment, "state" | "what" | "on">;

function isSame(a: Doing, b: Doing | undefined): boolean {
  return a.state === b?.state && a.what === b.what && a.on === b.on;
}

/** Follows what one lane's code is doing. */
class Lane {
  readonly segments: Segment[] = [];
  readonly waits = new Map<
    number,
    { readonly what: string; readonly on?: string; isOver: boolean }
  >();
  isRunning = false;
  /** Created, and not yet started. */
  isReady = false;
  hasEnded = false;
  #since = 0;
  #doing: Doing | undefined;

  /** Notes what it is doing from `x` on. */
  goOn(x: number): void {
    const now = this.#now();
    if (this.#doing !== undefined && isSame(this.#doing, now)) {
      return;
    }
    this.#close(x);
    this.#since = x;
    this.#doing = now;
  }

  /** The end of the run: code that waits for nothing any more has nothing more to show. */
  end(x: number): void {
    if (this.#doing?.state !== "idle") {
      this.#close(x);
    }
  }

  #close(x: number): void {
    if (this.#doing !== undefined && x > this.#since) {
      this.segments.push({ from: this.#since, to: x, ...this.#doing });
    }
  }

  #now(): Doing | undefined {
    if (this.isRunning) {
      return { state: "runs" };
    }
    if (this.hasEnded) {
      return undefined;
    }
    const waits = [...this.waits.values()];
    if (this.isReady || waits.some(({ isOver }) => isOver)) {
      return { state: "ready" };
    }
    const [wait] = waits;
    if (wait === undefined) {
      return { state: "idle" };
    }
    const { what, on } = wait;
    return what === "sleep"
      ? { state: "sleeps" }
      : { state: "waits", what, on };
  }
}
