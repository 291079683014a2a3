import type { RunEvent } from "../facts.ts";
import { Axis, type Mark, type Moment, type Span } from "./axis.ts";
import { Lane, type Segment } from "./lane.ts";
import { turnsOf, waitsOf, type Turn, type Wait } from "./turns.ts";

/** Where everything of a run lies from left to right, in pixels; the frame says what lies above what. */
export interface Layout {
  readonly width: number;
  /** Virtual milliseconds from start to end. */
  readonly duration: number;
  readonly turns: readonly (Turn & Span)[];
  /** The turns in which the run departs from the ordinary order. */
  readonly departures: readonly Span[];
  /** The moments of the virtual clock; time passes between them. */
  readonly moments: readonly Moment[];
  readonly lanes: ReadonlyMap<string, readonly Segment[]>;
  /** Where lines were printed. */
  readonly prints: readonly (Mark & { line: number })[];
  /** Where tasks ended. */
  readonly ends: readonly (Mark & {
    how: "returned" | "failed" | "cancelled";
  })[];
  /** Where tasks were created. */
  readonly births: readonly (Mark & { task: string })[];
  /** Where code woke other code. */
  readonly wakes: readonly (Mark & { to: string })[];
  /** Where code resumed that was woken too late. */
  readonly robberies: readonly (Mark & { by: string })[];
  /** Where code asked a source for something, and what sources gave. */
  readonly asks: readonly (Mark & {
    to: string;
    how: "next" | "return" | "throw";
  })[];
  readonly gifts: readonly (Mark & {
    to: string;
    how: "value" | "end" | "error";
    value: string;
  })[];
  readonly contexts: readonly ContextSpan[];
  readonly items: readonly ItemTrip[];
  readonly queues: ReadonlyMap<string, QueueDepth>;
}

/** A drawing that would be narrower than this is stretched. */
const NARROW = 640;
const MOST_STRETCH = 3;

/**
 * Lays out a run: time passes between moments, and within a moment the turns follow one another.
 * @param departures the numbers of the events with which a departure from the ordinary order shows, from 0
 */
export function layOut(
  timeline: readonly RunEvent[],
  departures: readonly number[] = [],
): Layout {
  const departed = new Set(departures.map((at) => timeline[at]));
  const natural = new Layouter(timeline, departed, 1).run();
  const stretch = Math.min(MOST_STRETCH, NARROW / natural.width);
  return stretch > 1
    ? new Layouter(timeline, departed, stretch).run()
    : natural;
}

/** Walks through a run, event by event, and tells each event to those who follow such events. */
class Layouter {
  readonly #turns: readonly Turn[];
  readonly #waits: ReadonlyMap<number, Wait>;
  readonly #duration: number;
  readonly #axis: Axis;
  readonly #lanes = new Map<string, Lane>();
  readonly #contexts = new Contexts();
  readonly #queues = new Queues();
  readonly #prints: Layout["prints"][number][] = [];
  readonly #ends: Layout["ends"][number][] = [];
  readonly #births: Layout["births"][number][] = [];
  readonly #wakes: Layout["wakes"][number][] = [];
  readonly #robberies: Layout["robberies"][number][] = [];
  readonly #asks: Layout["asks"][number][] = [];
  readonly #gifts: Layout["gifts"][number][] = [];
  /** The lanes of sources: they run in the turns of those who ask them. */
  readonly #sources: ReadonlySet<string>;
  /** The events with which a departure shows. */
  readonly #departed: ReadonlySet<RunEvent | undefined>;
  #running = "";

  constructor(
    timeline: readonly RunEvent[],
    departed: ReadonlySet<RunEvent | undefined>,
    stretch: number,
  ) {
    this.#departed = departed;
    this.#turns = turnsOf(timeline);
    this.#waits = waitsOf(timeline);
    this.#sources = new Set(
      timeline.flatMap((event) => (event.kind === "asked" ? event.source : [])),
    );
    this.#duration = Math.max(0, ...timeline.map(({ at }) => at));
    this.#axis = new Axis(this.#duration, stretch);
  }

  run(): Layout {
    const turns = this.#turns.map((turn) => this.#turn(turn));
    const width = this.#axis.x;
    const lanes = Array.from(this.#lanes, ([name, lane]) => {
      lane.close(width);
      return [name, lane.segments] as const;
    });
    return {
      width,
      duration: this.#duration,
      turns,
      departures: turns.filter(({ events }) =>
        events.some((event) => this.#departed.has(event)),
      ),
      moments: this.#axis.moments,
      lanes: new Map(lanes),
      prints: this.#prints,
      ends: this.#ends,
      births: this.#births,
      wakes: this.#wakes,
      robberies: this.#robberies,
      asks: this.#asks,
      gifts: this.#gifts,
      contexts: this.#contexts.spans,
      items: this.#queues.trips,
      queues: this.#queues.depths,
    };
  }

  #turn(turn: Turn): Turn & Span {
    const span = this.#axis.turn(turn.at, (from) => {
      this.#running = turn.who;
      this.#lane(turn.who).runs(from);
      for (const event of turn.events) {
        if (event.kind !== "woken") {
          this.#goesOn(event.who);
        }
        this.#event(event);
      }
    });
    this.#lane(this.#running).pauses(span.to);
    return { ...turn, ...span };
  }

  /** Within a turn, code that asks a source has it run, and goes on with what it is given. */
  #goesOn(who: string): void {
    const isHandedOver =
      this.#sources.has(who) || this.#sources.has(this.#running);
    if (who !== this.#running && isHandedOver) {
      this.#lane(this.#running).pauses(this.#axis.x);
      this.#running = who;
      this.#lane(who).runs(this.#axis.x);
    }
  }

  /** Whoever does something has a lane from then on. */
  #lane(name: string): Lane {
    const lane = this.#lanes.get(name) ?? new Lane();
    this.#lanes.set(name, lane);
    return lane;
  }

  #event(event: RunEvent): void {
    const lane = this.#lane(event.who);
    switch (event.kind) {
      case "created":
      case "started":
      case "ended":
        this.#task(event, lane);
        break;
      case "printed":
        this.#prints.push({ ...this.#mark(event), line: event.line });
        break;
      case "entered":
      case "exited":
        this.#contexts.note(event, this.#mark(event));
        break;
      case "put":
      case "took":
        this.#queues.note(event, this.#mark(event));
        break;
      case "asked":
        this.#asks.push({
          ...this.#mark(event),
          to: event.source,
          how: event.how,
        });
        this.#goesOn(event.source);
        break;
      case "gave":
        this.#gave(event, lane);
        break;
      case "waits":
      case "woken":
      case "resumed":
        this.#wait(event, lane);
        break;
    }
  }

  #mark({ who }: RunEvent): Mark {
    return this.#axis.mark(who);
  }

  #task(
    event: Extract<RunEvent, { kind: "created" | "started" | "ended" }>,
    lane: Lane,
  ): void {
    if (event.kind === "created") {
      const mark = this.#mark(event);
      this.#births.push({ ...mark, task: event.task });
      this.#lane(event.task).created(mark.x);
    } else if (event.kind === "started") {
      lane.started();
    } else {
      this.#ends.push({ ...this.#mark(event), how: event.how });
      lane.ended(this.#axis.x);
    }
  }

  #gave(event: Extract<RunEvent, { kind: "gave" }>, lane: Lane): void {
    const { to, how, value } = event;
    const mark = this.#mark(event);
    this.#gifts.push({ ...mark, to, how, value });
    if (how !== "value") {
      lane.ended(this.#axis.x);
    }
    this.#goesOn(to);
  }

  #wait(event: Extract<RunEvent, { wait: number }>, lane: Lane): void {
    const { who, wait } = event;
    if (event.kind === "waits") {
      lane.waits(wait, event.waitKind, event.on);
      this.#queues.noteWait(event);
    } else if (event.kind === "woken") {
      this.#lane(event.whom).woken(wait, this.#axis.x);
      if (event.whom !== who) {
        this.#wakes.push({ x: this.#axis.x, lane: who, to: event.whom });
      }
    } else {
      lane.resumed(wait);
      const by = this.#waits.get(wait)?.robbedBy;
      if (by !== undefined) {
        this.#robberies.push({ ...this.#mark(event), by });
      }
    }
  }
}

/** A context manager from where it was entered to where it was left. */
export interface ContextSpan extends Mark {
  readonly context: string;
  /** How many contexts of its lane it lies in. */
  readonly level: number;
  /** Where it was left; absent if it never was. */
  to?: number;
  /** The error that it was left with, if any. */
  error?: string | undefined;
}

/** Follows the context managers that each lane is in. */
class Contexts {
  readonly spans: ContextSpan[] = [];

  /** Notes that a context was entered or left. @param mark where */
  note(event: Extract<RunEvent, { context: string }>, mark: Mark): void {
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

/** An item on its way through a queue. */
export interface ItemTrip {
  readonly queue: string;
  readonly item: number;
  readonly value: string;
  readonly put: Mark;
  /** Where it was taken; absent if nobody took it. */
  took?: Mark;
}

/** How the size of a queue changed. */
export interface QueueDepth {
  readonly sizes: { readonly x: number; readonly size: number }[];
  /** Its limit, if somebody had to wait for room. */
  limit: number | undefined;
}

/** Follows what goes through the queues. */
class Queues {
  readonly trips: ItemTrip[] = [];
  readonly depths = new Map<string, QueueDepth>();

  /** Notes that an item was put or taken. @param mark where */
  note(event: Extract<RunEvent, { kind: "put" | "took" }>, mark: Mark): void {
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

  /** Notes that somebody waits. If it is for room, the queue is full, and its size is its limit. */
  noteWait({ waitKind, on }: Extract<RunEvent, { kind: "waits" }>): void {
    const depth = this.depths.get(on ?? "");
    if (waitKind.does === "put" && depth !== undefined) {
      depth.limit = depth.sizes.at(-1)?.size;
    }
  }
}
