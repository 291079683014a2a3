import { Heap, type HeapEntry } from "../../core/heap.ts";
import type { LoopObserver, Timer } from "./jobs.ts";
import type { TraceBudget } from "../node/source-places.ts";

/** The timers of a loop, and its time: that of the deadline to which they have come. */
export class VirtualTimers {
  /** Milliseconds since the start of the run. */
  now = 0;
  /** Those that are due, in the order in which they fire; whoever runs one takes it out. */
  due: Timer[] = [];
  readonly #later = new Heap<Timer>(byDeadline);
  readonly #observer: LoopObserver;
  readonly #traces: TraceBudget;
  #lastNumber = 0;

  constructor(observer: LoopObserver, traces: TraceBudget) {
    this.#observer = observer;
    this.#traces = traces;
  }

  /** True while one is not due yet. */
  get areLater(): boolean {
    return this.#later.size > 0;
  }

  /** Those that have not fired, in no particular order. */
  get pending(): readonly Timer[] {
    return [...this.#later.values(), ...this.due];
  }

  /** @returns a function that calls the timer off, also while it is due */
  set(ms: number, run: () => void, source?: Timer["source"]): () => void {
    if (ms === Infinity) {
      return () => {};
    }
    const deadline = toNanosecond(this.now + ms);
    const owner = this.#observer.name;
    const isSleep = source === undefined;
    const number = isSleep ? 0 : ++this.#lastNumber;
    const trace = isSleep ? undefined : this.#traces.take();
    const entry = this.#later.push({
      deadline,
      run,
      isSleep,
      owner,
      number,
      trace,
      source,
    });
    return () => {
      this.#clear(entry);
    };
  }

  /** Moves time to the next deadline, where nothing fires yet. @returns false if there is none */
  advance(): boolean {
    const next = this.#later.first;
    if (next === undefined) {
      return false;
    }
    this.now = next.deadline;
    return true;
  }

  /** Ends the sleeps whose deadline has come, and makes the other timers due. */
  wake(): void {
    while (this.#later.first?.deadline === this.now) {
      const timer = this.#later.shift();
      if (timer.isSleep) {
        this.#observer.name = timer.owner;
        timer.run();
      } else {
        this.due.push(timer);
      }
    }
  }

  #clear(entry: HeapEntry<Timer>): void {
    if (entry.index >= 0) {
      this.#later.remove(entry);
    } else {
      this.due = this.due.filter((timer) => timer !== entry.value);
    }
  }
}

function byDeadline(a: Timer, b: Timer): number {
  return a.deadline - b.deadline;
}

/** Sums of fractions meet where they are meant to: 0.1 + 0.2 is 0.3. */
function toNanosecond(ms: number): number {
  return Number.isInteger(ms) ? ms : Math.round(ms * 1e6) / 1e6;
}
