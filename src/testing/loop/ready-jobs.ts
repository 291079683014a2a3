import { Fifo } from "../../core/fifo.ts";
import type { Observer, Turn } from "../../core/host.ts";
import { Row } from "./row.ts";
import type { RunningCode } from "./running-code.ts";
import type { Choice, Chooser, JobName } from "./schedule.ts";
import type { Timer, VirtualTimers } from "./virtual-timers.ts";

/** A callback to run on the next lap: what `setImmediate` makes. */
export interface Immediate extends Turn {
  isCleared: boolean;
  /** What it is, where it is none. */
  readonly what?: string;
  /** Whose code set it. */
  readonly who: string;
}

/** An observer that can also say what a turn is. */
export interface TurnObserver extends Observer {
  nameOf(turn: Turn): JobName;
}

/** What a loop can run before time moves on, in its order: the timers that are due, the line of turns, the immediates. */
export class ReadyJobs implements Choice {
  /** How many timers and turns are ready. */
  width = 0;
  readonly #timers: VirtualTimers;
  readonly #running: RunningCode;
  readonly #observer: TurnObserver;
  readonly #immediates = new Fifo<Immediate>();
  readonly #line = new Row<Turn>();
  #isBurstDue = false;
  #isBursting = false;

  constructor(
    timers: VirtualTimers,
    running: RunningCode,
    observer: TurnObserver,
  ) {
    this.#timers = timers;
    this.#running = running;
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
    const immediate = { run, isCleared: false, who: this.#running.who };
    this.#immediates.push(immediate);
    return immediate;
  }

  /** Takes out the job that runs next: the one that the chooser picks, or else the first. */
  next(chooser: Chooser | undefined): Turn | undefined {
    const { dueSize } = this.#timers;
    const hasReady = dueSize > 0 || this.#isBursting;
    this.width = hasReady ? dueSize + this.#line.size : 0;
    if (this.width === 0) {
      this.#isBursting = false;
      return this.#nextImmediate();
    }
    return this.#take(this.width > 1 ? (chooser?.choose(this) ?? 0) : 0);
  }

  job(index: number): JobName {
    const inLine = index - this.#timers.dueSize;
    return this.nameOf(
      inLine >= 0
        ? (this.#line.at(inLine) as Turn)
        : (this.#timers.dueAt(index) as Timer),
    );
  }

  /** Whose job it is, and what it is. */
  nameOf(job: Turn | Timer | Immediate): JobName {
    if ("who" in job) {
      const { who, ...rest } = job;
      return {
        who,
        what:
          "deadline" in rest
            ? `timer ${rest.number}`
            : (rest.what ?? "immediate"),
      };
    }
    return this.#observer.nameOf(job);
  }

  #take(index: number): Turn {
    const inLine = index - this.#timers.dueSize;
    if (inLine >= 0) {
      return this.#line.takeAt(inLine);
    }
    const timer = this.#timers.takeDue(index);
    this.#running.who = timer.who; // its callback is the code of the task that set it
    return timer;
  }

  #nextImmediate(): Immediate | undefined {
    while (this.#immediates.size > 0) {
      const immediate = this.#immediates.shift();
      if (!immediate.isCleared) {
        this.#running.who = immediate.who;
        return immediate;
      }
    }
    return undefined;
  }
}
