import type { Turn } from "../../core/host.ts";
import type { Leeway } from "./leeway.ts";
import type { Row } from "./row.ts";
import type { Timer, VirtualTimers } from "./virtual-timers.ts";

/** A job that could run next, and where it stands. */
export type Candidate =
  | { readonly in: "due"; readonly index: number; readonly deadline: number }
  | {
      readonly in: "line";
      readonly index: number;
      readonly deadline: number | undefined;
    }
  | {
      readonly in: "later";
      readonly timer: Timer;
      readonly deadline: number;
    };

/** Finds what could run next where a search says what may change places. */
export class Candidates {
  readonly #timers: VirtualTimers;
  readonly #line: Row<Turn>;
  readonly #leeway: Leeway;
  readonly #maxElapsed: number;
  /** The turns in the line that a sleep has taken, and when it was due. */
  readonly #woken = new Map<Turn, number>();

  /** @param maxElapsed the last virtual millisecond */
  constructor(
    timers: VirtualTimers,
    line: Row<Turn>,
    leeway: Leeway,
    maxElapsed: number,
  ) {
    this.#timers = timers;
    this.#line = line;
    this.#leeway = leeway;
    this.#maxElapsed = maxElapsed;
  }

  /** A turn has taken its place in the line. */
  note(turn: Turn): void {
    const { waking } = this.#timers;
    if (waking !== undefined) {
      this.#woken.set(turn, waking);
    }
  }

  /** A turn has left the line. */
  forget(turn: Turn): void {
    this.#woken.delete(turn);
  }

  /** All that could run next, the one that does in the ordinary order first; there must be one. */
  list(): readonly Candidate[] {
    const ready = this.#ready();
    const { vary, latency = 0 } = this.#leeway;
    const [first] = ready as [Candidate];
    if (vary === "turns") {
      const firstDue = ready.find(isByDeadline);
      return ready.filter((it) => it === firstDue || !isByDeadline(it));
    }
    if (vary === "deadlines" && !isByDeadline(first)) {
      return [first];
    }
    const all =
      latency > 0 ? [...ready, ...this.#later(ready, latency)] : ready;
    return vary === undefined ? all : all.filter(isByDeadline);
  }

  /** What is due, and the line. A timer comes before the line, and behind those sleeps in it that were due before it. */
  #ready(): readonly Candidate[] {
    const due = this.#timers.due.map(
      ({ deadline }, index) => ({ in: "due", index, deadline }) as const,
    );
    const line = this.#line.values().map((turn, index) => {
      const deadline = this.#woken.get(turn);
      return { in: "line", index, deadline } as const;
    });
    const ready: Candidate[] = [];
    for (const timer of due) {
      while ((line[0]?.deadline ?? Infinity) < timer.deadline) {
        ready.push(line.shift() as Candidate);
      }
      ready.push(timer);
    }
    return [...ready, ...line];
  }

  /** What is not due yet, but near enough to the earliest deadline among those that have come. */
  #later(ready: readonly Candidate[], latency: number): readonly Candidate[] {
    const earliest = ready.reduce(
      (least, { deadline = Infinity }) => Math.min(least, deadline),
      Infinity,
    );
    if (earliest === Infinity) {
      return [];
    }
    return this.#timers
      .laterUntil(Math.min(earliest + latency, this.#maxElapsed))
      .map((timer) => ({ in: "later", timer, deadline: timer.deadline }));
  }
}

function isByDeadline({ deadline }: Candidate): boolean {
  return deadline !== undefined;
}
