import { NativePromise } from "../../core/native-promise.ts";
import { behind, byOrder, Departure } from "./departures.ts";

/** So many departures are kept at most, for the next round: they take some twenty megabytes. */
const MOST_KEPT = 50_000;
/** So many choices behind a departure take as much memory as it does. */
const CHOICES = 16;

/** Runs the schedule of a departure once more, so that its widths are known. */
export type Relearn = (departure: Departure) => Promise<void>;

/** What is kept of a round. */
interface Kept {
  /** Those behind which there are choices, from the first of the round on. */
  readonly departures: Departure[];
  /** Whether those are all. */
  isWhole: boolean;
}

/**
 * All schedules in rounds, each with one departure more than the last one, without keeping them all: what does not fit
 * into the memory that is given is run once more when its followers are due.
 */
export class Rounds {
  readonly #relearn: Relearn;
  readonly #mostKept: number;
  readonly #kept = new Map<number, Kept>();
  #size = 0;

  constructor(relearn: Relearn, mostKept = MOST_KEPT) {
    this.#relearn = relearn;
    this.#mostKept = mostKept;
  }

  /** A round begins at its start: what runs in it can be kept. */
  begin(round: number): void {
    for (const departure of this.#kept.get(round - 2)?.departures ?? []) {
      this.#size -= sizeOf(departure);
    }
    this.#kept.delete(round - 2);
    this.#kept.set(round, { departures: [], isWhole: true });
  }

  /** A schedule of a round has run. */
  keep(round: number, departure: Departure): void {
    const kept = this.#kept.get(round);
    if (departure.widths.length === 0 || !kept?.isWhole) {
      return;
    }
    const size = sizeOf(departure);
    kept.isWhole = this.#size + size <= this.#mostKept;
    if (kept.isWhole) {
      this.#size += size;
      kept.departures.push(departure);
    }
  }

  /**
   * Each schedule of a round behind one of that round, or from its start; those that come behind the same schedule of the
   * round before are together. What it has to wait for is between them, to be awaited before the next: to wait where
   * nothing has to be would take longer than to run a schedule.
   */
  *round(
    round: number,
    last?: Departure,
  ): Generator<Iterable<Departure> | Promise<void>, void, void> {
    if (round === 0) {
      yield last === undefined ? [new Departure()] : [];
      return;
    }
    for (const parent of this.#parents(round - 1, last?.from)) {
      if (!(parent instanceof Departure)) {
        yield parent;
        continue;
      }
      const isFirst =
        last !== undefined && byOrder(parent, last.from as Departure) === 0;
      yield isFirst ? later(behind(parent), last) : behind(parent);
    }
  }

  /** Those of a round behind which there are choices, from one on. */
  *#parents(
    round: number,
    from: Departure | undefined,
  ): Generator<Departure | Promise<void>, void, void> {
    if (from !== undefined) {
      yield this.#learnPath(from);
      yield from;
      yield* this.#others(round, from);
      return;
    }
    const kept = this.#kept.get(round);
    yield* kept?.departures ?? [];
    if (!kept?.isWhole) {
      yield* this.#others(round, kept?.departures.at(-1));
    }
  }

  /** What a search that goes on knows of a departure is no more than where it is. */
  async #learnPath(to: Departure): Promise<void> {
    if (to.widths.length === 0) {
      if (to.from !== undefined) {
        await this.#learnPath(to.from);
      }
      await this.#relearn(to);
    }
  }

  /** Those behind one, none of which was kept. */
  *#others(
    round: number,
    last: Departure | undefined,
  ): Generator<Departure | Promise<void>, void, void> {
    for (const departures of this.round(round, last)) {
      if (departures instanceof NativePromise) {
        yield departures;
        continue;
      }
      for (const departure of departures) {
        yield this.#relearn(departure);
        yield departure;
      }
    }
  }
}

/** Those that come behind one of them. */
function* later(
  departures: Iterable<Departure>,
  last: Departure,
): Generator<Departure, void, void> {
  for (const departure of departures) {
    if (byOrder(departure, last) > 0) {
      yield departure;
    }
  }
}

function sizeOf({ widths }: Departure): number {
  return 1 + widths.length / CHOICES;
}
