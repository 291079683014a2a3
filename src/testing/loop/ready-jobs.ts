import { Fifo } from "../../core/fifo.ts";
import type { Turn } from "../../core/host.ts";
import type { Choice, Chooser } from "./choice.ts";
import type { Immediate, JobName, LoopObserver, Timer } from "./jobs.ts";
import type { VirtualTimers } from "./virtual-timers.ts";

/** What a loop can run before time moves on, in its order: the timers that are due, the line of turns, the immediates. */
export class ReadyJobs implements Choice {
  /** How many timers and turns are ready, at a choice. */
  width = 0;
  readonly #timers: VirtualTimers;
  readonly #observer: LoopObserver;
  readonly #immediates = new Fifo<Immediate>();
  readonly #line: Turn[] = [];
  #isBurstDue = false;
  #isBursting = false;

  constructor(timers: VirtualTimers, observer: LoopObserver) {
    this.#timers = timers;
    this.#observer = observer;
  }

  get now(): number {
    return this.#timers.now;
  }

  turn(turn: Turn): void {
    this.#line.push(turn);
    if (!this.#isBursting && !this.#isBurstDue) {
      this.#isBurstDue = true;
      this.setImmediate(() => {
        this.#isBurstDue = false;
        this.#isBursting = true;
      });
    }
  }

  setImmediate(run: () => void): Immediate {
    const owner = this.#observer.name;
    const immediate = { run, isCleared: false, owner };
    this.#immediates.push(immediate);
    return immediate;
  }

  /** Takes out what runs next: what the chooser picks, or else the first. */
  next(chooser: Chooser | undefined): Turn | undefined {
    const { due } = this.#timers;
    const hasReady = due.length > 0 || this.#isBursting;
    this.width = hasReady ? due.length + this.#line.length : 0;
    if (this.width === 0) {
      this.#isBursting = false;
      return this.#nextImmediate();
    }
    return this.#take(this.width > 1 ? (chooser?.choose(this) ?? 0) : 0);
  }

  job(index: number): JobName {
    const { due } = this.#timers;
    return this.nameOf(due[index] ?? (this.#line[index - due.length] as Turn));
  }

  /** Whose it is, and what it is. */
  nameOf(job: Turn | Timer | Immediate): JobName {
    if ("owner" in job) {
      const what = "deadline" in job ? `timer ${job.number}` : "immediate";
      return { who: job.owner, what };
    }
    return this.#observer.nameOf(job);
  }

  #take(index: number): Turn {
    const { due } = this.#timers;
    const inLine = index - due.length;
    if (inLine >= 0) {
      return takeAt(this.#line, inLine);
    }
    const timer = takeAt(due, index);
    this.#observer.name = timer.owner; // its callback is the code of whoever set it
    return timer;
  }

  #nextImmediate(): Immediate | undefined {
    while (this.#immediates.size > 0) {
      const immediate = this.#immediates.shift();
      if (!immediate.isCleared) {
        this.#observer.name = immediate.owner;
        return immediate;
      }
    }
    return undefined;
  }
}

function takeAt<T>(from: T[], index: number): T {
  // Stryker disable next-line ConditionalExpression: the other way gives the same, and takes longer
  const taken = index === 0 ? from.shift() : from.splice(index, 1)[0];
  return taken as T;
}
