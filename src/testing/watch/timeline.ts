import { safely } from "../../core/checks.ts";
import type { Turn } from "../../core/host.ts";
import { dataOf, type KnownKind, type WaitKind } from "./waits.ts";
import { inspect } from "../node/inspect.ts";
import { Trace, type Place } from "../node/source-places.ts";

/** Something that happened in a run: when, in whose code, and what. */
export type TimelineEvent = { readonly at: number; readonly who: string } & (
  | { readonly kind: "created"; readonly task: string }
  | { readonly kind: "started" }
  | {
      readonly kind: "ended";
      readonly how: "returned" | "failed" | "cancelled";
    }
  /** `wait` numbers the waits of a run from 1; `on` is the queue or the task, where there is one. */
  | {
      readonly kind: "waits";
      readonly wait: number;
      readonly waitKind: WaitKind;
      readonly on?: string;
    }
  /** A wait got its turn in the line: `who` woke it, `whom` it belongs to. */
  | { readonly kind: "woken"; readonly wait: number; readonly whom: string }
  | { readonly kind: "resumed"; readonly wait: number }
  /** `item` numbers the items of a queue from 1, `size` is the queue's size afterwards. */
  | {
      readonly kind: "put" | "took";
      readonly queue: string;
      readonly item: number;
      readonly value: string;
      readonly size: number;
    }
  | { readonly kind: "entered"; readonly context: string }
  | {
      readonly kind: "exited";
      readonly context: string;
      readonly error?: string;
    }
  /** `line` is an index into the run's lines. */
  | { readonly kind: "printed"; readonly line: number }
);

/** An event without its time, and without the code in which it happened. */
type Happening = TimelineEvent extends infer Event
  ? Event extends TimelineEvent
    ? Omit<Event, "at" | "who">
    : never
  : never;

interface Item {
  readonly item: number;
  readonly value: unknown;
}

/** Records what happens in a run, in order, so that it can be drawn. */
export class Timeline {
  readonly events: TimelineEvent[] = [];
  readonly #traces: Trace[] = [];
  readonly #now: () => number;
  readonly #most: number;
  readonly #waits = new Map<Turn, { number: number; who: string }>();
  #waitNumber = 0;
  readonly #labels = new Map<object, string>();
  readonly #counts = new Map<string, number>();
  readonly #items = new Map<object, Item[]>();
  readonly #put = new Map<object, number>();

  /** @param most so many events are recorded: each has a stack trace, which costs more than all else in a run */
  constructor(now: () => number, most: number) {
    this.#now = now;
    this.#most = most;
  }

  note(who: string, happening: Happening): void {
    if (this.events.length < this.#most) {
      this.events.push({ at: this.#now(), who, ...happening });
      this.#traces.push(new Trace());
    }
  }

  /** Where in the user's code each event happened, innermost first; a wake-up may have happened in none of it. */
  get places(): (readonly Place[])[] {
    return this.#traces.map(({ places }) => places);
  }

  waits(
    who: string,
    wait: Turn,
    kind: KnownKind,
    on: string | object | undefined,
  ): void {
    const number = ++this.#waitNumber;
    this.#waits.set(wait, { number, who });
    const label = typeof on === "object" ? this.#labelOf(on) : on;
    const where = label === undefined ? {} : { on: label };
    const waitKind = dataOf(kind);
    this.note(who, { kind: "waits", wait: number, waitKind, ...where });
  }

  woken(who: string, wait: Turn): void {
    const { number, who: whom } = this.#known(wait);
    this.note(who, { kind: "woken", wait: number, whom });
  }

  resumed(who: string, wait: Turn): void {
    this.note(who, { kind: "resumed", wait: this.#known(wait).number });
  }

  put(who: string, queue: object, value: unknown, size: number): void {
    const item = (this.#put.get(queue) ?? 0) + 1;
    this.#put.set(queue, item);
    const items = this.#items.get(queue) ?? [];
    items.push({ item, value });
    this.#items.set(queue, items);
    this.#noteItem(who, "put", queue, { item, value }, size);
  }

  took(who: string, queue: object, value: unknown, size: number): void {
    const items = this.#items.get(queue) ?? [];
    const index = items.findIndex((item) => Object.is(item.value, value));
    if (index >= 0) {
      const item = items.splice(index, 1)[0] as Item;
      this.#noteItem(who, "took", queue, item, size);
    } // else it was put before the run, and nobody knows its number
  }

  entered(who: string, manager: object): void {
    this.note(who, { kind: "entered", context: this.#labelOf(manager) });
  }

  exited(
    who: string,
    manager: object,
    threw: { error: unknown } | undefined,
  ): void {
    const error =
      threw === undefined ? {} : { error: shownBy(() => String(threw.error)) };
    const context = this.#labelOf(manager);
    this.note(who, { kind: "exited", context, ...error });
  }

  #known(wait: Turn): { readonly number: number; readonly who: string } {
    return this.#waits.get(wait) as { number: number; who: string };
  }

  #noteItem(
    who: string,
    kind: "put" | "took",
    queue: object,
    { item, value }: Item,
    size: number,
  ): void {
    const shown = shownBy(() =>
      inspect(value, { depth: 1, breakLength: Infinity }),
    );
    const label = this.#labelOf(queue);
    this.note(who, { kind, queue: label, item, value: shown, size });
  }

  /** Its class, numbered where there are several: `AsyncQueue`, `AsyncQueue 2`. */
  #labelOf(thing: object): string {
    const known = this.#labels.get(thing);
    if (known !== undefined) {
      return known;
    }
    const name = shownBy(() => nameOf(thing));
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    const label = count === 1 ? name : `${name} ${count}`;
    this.#labels.set(thing, label);
    return label;
  }
}

/** What a program makes decides how it is shown, and may fail at that: the drawing says so, and the program goes on. */
function shownBy(show: () => string): string {
  return safely(show, "(cannot be shown)");
}

/** What a program makes may have no constructor, or one without a name. */
function nameOf(thing: object): string {
  const { name } = (thing.constructor ?? {}) as { name?: unknown };
  return typeof name === "string" && name !== "" ? name : "object";
}
