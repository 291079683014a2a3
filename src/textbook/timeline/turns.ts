import type { WaitKind } from "../../testing/index.ts";
import type { RunEvent } from "../facts.ts";

/** What one piece of code did between two of its waits, while nobody else ran. */
export interface Turn {
  readonly at: number;
  readonly who: string;
  /** What happened in it; deadlines that fell due just before it are included. */
  readonly events: readonly RunEvent[];
}

/** Divides a run into turns. */
export function turnsOf(timeline: readonly RunEvent[]): Turn[] {
  const turns: { at: number; who: string; events: RunEvent[] }[] = [];
  /** Deadlines that have fallen due, but no turn has followed yet. */
  let due: RunEvent[] = [];
  for (const event of timeline) {
    const turn = turns.at(-1);
    const { at, who, kind } = event;
    if (turn !== undefined && kind === "woken" && at !== turn.at) {
      due.push(event);
    } else if (turn === undefined || begins(event, turn) || due.length > 0) {
      turns.push({ at, who, events: [...due, event] });
      due = [];
    } else {
      turn.events.push(event);
    }
  }
  return turns;
}

/** Does an event begin another turn? Two waits of the same code may end in one turn, as with Promise.all. */
function begins(event: RunEvent, turn: Turn): boolean {
  if (event.kind === "started" || event.at !== turn.at) {
    return true;
  }
  const goesOn = turn.events.every(({ kind }) => kind === "resumed");
  return event.kind === "resumed" && !(goesOn && event.who === turn.who);
}

/** A part of a turn that ends with a printed line, or with the turn. */
export interface Step {
  /** The number of its turn, from 1. */
  readonly turn: number;
  readonly at: number;
  readonly who: string;
  readonly events: readonly RunEvent[];
  /** How many lines are printed once it is over. */
  readonly printed: number;
  readonly endsTurn: boolean;
}

/** Divides turns into the steps in which a reader walks through a run: each prints one line at most. */
export function stepsOf(turns: readonly Turn[]): Step[] {
  let printed = 0;
  return turns.flatMap(({ at, who, events }, index) => {
    const parts: RunEvent[][] = [[]];
    for (const event of events) {
      if (parts.at(-1)?.at(-1)?.kind === "printed") {
        parts.push([]);
      }
      parts.at(-1)?.push(event);
    }
    return parts.map((events, part): Step => {
      printed += events.at(-1)?.kind === "printed" ? 1 : 0;
      const endsTurn = part === parts.length - 1;
      return { turn: index + 1, at, who, events, printed, endsTurn };
    });
  });
}

/** A wait of the run. */
export interface Wait {
  readonly who: string;
  readonly kind: WaitKind;
  readonly on: string | undefined;
  readonly since: number;
  /** When its code resumed; undefined if it never did. */
  readonly until: number | undefined;
  /** Who woke its code; the code itself, if a deadline did. */
  readonly wokenBy: string | undefined;
  /** Who took what its code was woken for, so that the code has to wait again. */
  readonly robbedBy: string | undefined;
}

/** Finds all waits of a run, by the numbers that the events give them. */
export function waitsOf(
  timeline: readonly RunEvent[],
): ReadonlyMap<number, Wait> {
  const waits = new Map<number, Wait>();
  for (const event of timeline) {
    if (event.kind === "waits") {
      const { who, waitKind: kind, on, at: since } = event;
      const open = {
        until: undefined,
        wokenBy: undefined,
        robbedBy: undefined,
      };
      waits.set(event.wait, { who, kind, on, since, ...open });
    }
  }
  for (const [index, event] of timeline.entries()) {
    const wait = "wait" in event ? waits.get(event.wait) : undefined;
    if (wait !== undefined && event.kind === "woken") {
      waits.set(event.wait, { ...wait, wokenBy: event.who });
    } else if (wait !== undefined && event.kind === "resumed") {
      const robbedBy = robberOf(timeline, index, event.wait, wait);
      waits.set(event.wait, { ...wait, until: event.at, robbedBy });
    }
  }
  return waits;
}

/** Who was quicker, if the code that resumed at `index` finds nothing and waits for the same again. */
function robberOf(
  timeline: readonly RunEvent[],
  index: number,
  number: number,
  { who, kind: { what, does }, on }: Wait,
): string | undefined {
  const isMove = (event: RunEvent): boolean =>
    event.kind === does && event.queue === on;
  const next = timeline
    .slice(index + 1)
    .find(
      (event) => event.who === who && (event.kind === "waits" || isMove(event)),
    );
  if (next?.kind !== "waits" || next.on !== on || next.waitKind.what !== what) {
    return undefined;
  }
  const woken = timeline.findIndex(
    (event) => event.kind === "woken" && event.wait === number,
  );
  return timeline.slice(woken, index).findLast(isMove)?.who;
}
