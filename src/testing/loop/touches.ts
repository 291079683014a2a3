/** What a job has touched, by the numbers of the things; undefined stands for everything. */
export type Footprint = ReadonlySet<number> | undefined;

/** What is shared by all of a run and has no object of its own. */
const CONSOLE = 1;
const NAMES = 2;
const RANDOM = 3;

/**
 * Takes down what each job of a run touches, as far as the kit is told: queues, locks and the like, tasks, timers, what is
 * printed. Two jobs that touch nothing in common lead to the same, whichever comes first.
 *
 * Things have numbers in the order in which they are made, so they have the same in every run up to where two runs part.
 * Of what has no number nobody knows whether it is the same: it counts as everything.
 */
export class Touches {
  readonly #numbers = new Map<object | undefined, number>();
  #lastNumber = RANDOM;
  #touched = new Set<number>();
  #isEverything = false;

  made(thing: object): void {
    this.#numbers.set(thing, ++this.#lastNumber);
  }

  touch(thing: object | undefined): void {
    const number = this.#numbers.get(thing);
    if (number === undefined) {
      this.everything();
    } else {
      this.#touched.add(number);
    }
  }

  /** @param number as timers are counted; a sleep has none */
  timer(number: number): void {
    if (number === 0) {
      this.everything();
    } else {
      this.#touched.add(-number);
    }
  }

  console(): void {
    this.#touched.add(CONSOLE);
  }

  /** A task without a name takes the next number. */
  names(): void {
    this.#touched.add(NAMES);
  }

  random(): void {
    this.#touched.add(RANDOM);
  }

  everything(): void {
    this.#isEverything = true;
  }

  /** What was touched since this was called last. */
  take(): Footprint {
    const footprint = this.#isEverything ? undefined : this.#touched;
    this.#touched = new Set();
    this.#isEverything = false;
    return footprint;
  }
}

/** Whether two jobs touch something in common. */
export function meet(one: Footprint, other: Footprint): boolean {
  return (
    one === undefined ||
    other === undefined ||
    [...one].some((thing) => other.has(thing))
  );
}
