import type { Observer, Turn } from "../../core/host.ts";
import { Candidates, type Candidate } from "./candidates.ts";
import type { Leeway } from "./leeway.ts";
import { Row } from "./row.ts";
import type { RunningCode } from "./running-code.ts";
import type { Choice, Chooser, JobName } from "./schedule.ts";
import type { Touches } from "./touches.ts";
import type { Timer, VirtualTimers } from "./virtual-timers.ts";

/** A callback to run on the next lap: what `setImmediate` makes. */
export interface Immediate extends Turn {
  isCleared: boolean;
  /** What it is: an immediate, the line of turns that begins as one, or what runs as one. */
  readonly what: string;
  /** Whether it keeps a program alive. */
  readonly hasRef: () => boolean;
  /** Whose code set it. */
  readonly who: string;
  /** In which job it was set. */
  readonly job: number;
}

/** An observer that can also say what a turn is. */
export interface TurnObserver extends Observer {
  nameOf(turn: Turn): JobName;
  /** Where the code is that waits for it, where that was taken down. */
  placeOf(turn: Turn): unknown;
}

/** What a scheduler has queued takes it a few laps. */
const MOST_LAST_IMMEDIATES = 10_000;

/** What a loop can run before time moves on, in its order: the timers that are due, the line of turns, the immediates. */
export class ReadyJobs implements Choice {
  /** How many timers and turns are ready. */
  width = 0;
  readonly #timers: VirtualTimers;
  readonly #running: RunningCode;
  readonly #observer: TurnObserver;
  readonly #immediates = new Row<Immediate>();
  /** How many of them belong to this lap of the loop: one that is set meanwhile belongs to the next. */
  #ofThisLap = 0;
  /** Whether the program has set one for the next lap. */
  #areOfProgram = false;
  /** Those of this lap come before the timers that are due. */
  #isWaking = false;
  readonly #line = new Row<Turn>();
  #isBurstDue = false;
  #isBursting = false;
  /** How many immediates may still run where nothing else may. */
  #lastImmediates: number | undefined;
  /** Only where a search says what may change places. */
  #candidates: Candidates | undefined;
  #among: readonly Candidate[] = [];
  readonly #touches: Touches | undefined;
  /** Counts the turns in the order in which they line up, where somebody wants to know them again. */
  readonly #ids: Map<Turn, number> | undefined;
  #moved!: () => void;
  #lastId = 0;

  constructor(
    timers: VirtualTimers,
    running: RunningCode,
    observer: TurnObserver,
    touches: Touches | undefined,
  ) {
    this.#touches = touches;
    this.#ids = touches && new Map<Turn, number>();
    this.#timers = timers;
    this.#running = running;
    this.#observer = observer;
  }

  /**
   * @param maxElapsed the last virtual millisecond
   * @param moved called when a job has been taken that moves time
   */
  give(leeway: Leeway, maxElapsed: number, moved: () => void): void {
    this.#moved = moved;
    this.#candidates = new Candidates(
      this.#timers,
      this.#line,
      leeway,
      maxElapsed,
    );
  }

  get now(): number {
    return this.#timers.now;
  }

  /** Whether there are immediates that nothing waits for, once nothing else is ready. */
  get areIdle(): boolean {
    return (
      this.#immediates.size > 0 &&
      this.#immediates.values().some(({ isCleared }) => !isCleared)
    );
  }

  /**
   * Lets the immediates run that nothing waits for: Node's loop comes to them as it wakes up, before the timers that are due.
   * @returns whether there are any
   */
  wakeIdle(): boolean {
    this.#ofThisLap = this.#immediates.size;
    this.#isWaking = this.#ofThisLap > 0;
    return this.#isWaking;
  }

  /** Whether what is ready begins another lap of the loop: immediates that the program set in the lap before. */
  get beginsLap(): boolean {
    this.#dropCleared();
    return (
      this.#ofThisLap === 0 &&
      this.#areOfProgram &&
      this.#hasRef() &&
      this.#timers.dueSize === 0 &&
      !(this.#isBursting && this.#line.size > 0)
    );
  }

  turn(turn: Turn): void {
    this.#line.push(turn);
    this.#ids?.set(turn, ++this.#lastId);
    this.#candidates?.note(turn);
    if (!this.#isBursting && !this.#isBurstDue) {
      this.#isBurstDue = true;
      this.#setImmediate(
        () => {
          this.#isBurstDue = false;
          this.#isBursting = true;
        },
        always,
        LINE,
      );
    }
  }

  setImmediate(run: () => void, hasRef: () => boolean): Immediate {
    this.#areOfProgram = true;
    this.#touches?.everything(); // they run in the order in which they were set
    return this.#setImmediate(run, hasRef, "immediate");
  }

  #setImmediate(
    run: () => void,
    hasRef: () => boolean,
    what: string,
  ): Immediate {
    const { who, job } = this.#running;
    const immediate = { run, isCleared: false, hasRef, who, what, job };
    this.#immediates.push(immediate);
    return immediate;
  }

  /** From now on gives immediates alone, and not many: they may go on for ever. */
  windUp(): void {
    this.#lastImmediates = MOST_LAST_IMMEDIATES;
  }

  /** Takes out the job that runs next: the one that the chooser picks, or else the first. */
  next(chooser: Chooser | undefined): Turn | undefined {
    if (chooser?.touches === undefined) {
      return this.#next(chooser);
    }
    chooser.ended?.();
    const job = this.#next(chooser);
    if (job !== undefined) {
      chooser.took?.(this.#idOf(job));
    }
    return job;
  }

  #next(chooser: Chooser | undefined): Turn | undefined {
    if (this.#lastImmediates !== undefined) {
      return this.#lastImmediates-- > 0 ? this.#nextImmediate() : undefined;
    }
    if (this.#isWaking) {
      const immediate = this.#nextOfLap();
      if (immediate !== undefined) {
        return immediate;
      }
      this.#isWaking = false;
      this.#timers.wake();
    }
    const { dueSize } = this.#timers;
    if (dueSize === 0) {
      this.#timers.haveFired();
    }
    const hasReady = dueSize > 0 || this.#isBursting;
    this.width = hasReady ? dueSize + this.#line.size : 0;
    if (this.width === 0) {
      this.#isBursting = false;
      return this.#nextImmediate();
    }
    if (this.#candidates !== undefined) {
      return this.#takeOne(this.#candidates, chooser);
    }
    return this.#take(this.width > 1 ? (chooser?.choose(this) ?? 0) : 0);
  }

  id(index: number): number {
    const candidate = this.#among[index];
    return candidate?.in === "later"
      ? 0
      : this.#idOf(
          this.#readyAt(
            candidate === undefined ? index : this.#indexOf(candidate),
          ),
        );
  }

  #idOf(job: Turn | Timer): number {
    return "deadline" in job ? -job.number : (this.#ids?.get(job) ?? 0);
  }

  /**
   * Takes out the timer that is due, or the immediate, that comes next behind one of its kind. Node has a list of timers for
   * each delay, and runs ticks between two lists.
   * @param isOfLap whether only an immediate of the same lap does
   */
  nextBehind(
    job: Turn | Timer | Immediate,
    isOfLap: boolean,
  ): Turn | undefined {
    if (this.#lastImmediates !== undefined) {
      return undefined;
    }
    if ("isDue" in job) {
      const isOfList = this.#timers.dueAt(0)?.ms === job.ms;
      return isOfList ? this.#take(0) : undefined;
    }
    if ("isCleared" in job) {
      return isOfLap ? this.#nextOfLap() : this.#nextImmediate();
    }
    return undefined;
  }

  place(index: number): unknown {
    const candidate = this.#among[index];
    if (candidate?.in === "later") {
      return candidate.timer.note;
    }
    const job = this.#readyAt(
      candidate === undefined ? index : this.#indexOf(candidate),
    );
    return "deadline" in job ? job.note : this.#observer.placeOf(job);
  }

  job(index: number): JobName {
    const candidate = this.#among[index];
    if (candidate?.in === "later") {
      const { who, isSleep, number, deadline } = candidate.timer;
      const what = isSleep ? "sleep" : `timer ${number}`;
      return { who, what: `${what}, due at ${deadline} ms` };
    }
    return this.#readyJob(
      candidate === undefined ? index : this.#indexOf(candidate),
    );
  }

  #readyJob(index: number): JobName {
    return this.nameOf(this.#readyAt(index));
  }

  #readyAt(index: number): Turn | Timer {
    const inLine = index - this.#timers.dueSize;
    return inLine >= 0
      ? (this.#line.at(inLine) as Turn)
      : (this.#timers.dueAt(index) as Timer);
  }

  /** Whose job it is, and what it is. */
  nameOf(job: Turn | Timer | Immediate): JobName {
    if ("who" in job) {
      const { who, ...rest } = job;
      return {
        who,
        what: "deadline" in rest ? `timer ${rest.number}` : rest.what,
      };
    }
    return this.#observer.nameOf(job);
  }

  /** Jobs of one kind have one word: what a turn has waited for, a timer, an immediate. */
  kindOf(job: Turn | Timer | Immediate): string {
    return "deadline" in job ? "timer" : this.nameOf(job).what;
  }

  /** How many jobs there are, those of the next lap of immediates included. */
  get size(): number {
    return this.#timers.dueSize + this.#line.size + this.#immediates.size;
  }

  #takeOne(candidates: Candidates, chooser: Chooser | undefined): Turn {
    this.#among = candidates.list();
    this.width = this.#among.length;
    const index = this.width > 1 ? (chooser?.choose(this) ?? 0) : 0;
    const taken = this.#among[index] as Candidate;
    const job =
      taken.in === "later"
        ? this.#takeLater(taken.timer)
        : this.#take(this.#indexOf(taken));
    candidates.forget(job);
    return job;
  }

  #indexOf(candidate: Exclude<Candidate, { in: "later" }>): number {
    const { in: where, index } = candidate;
    return where === "due" ? index : this.#timers.dueSize + index;
  }

  #takeLater(timer: Timer): Turn {
    this.#touches?.everything();
    this.#timers.takeLater(timer);
    this.#moved();
    if (timer.isSleep) {
      this.#timers.wakeSleep(timer);
      return this.#line.takeAt(this.#line.size - 1);
    }
    this.#running.who = timer.who;
    return timer;
  }

  #take(index: number): Turn {
    const inLine = index - this.#timers.dueSize;
    if (inLine >= 0) {
      return this.#line.takeAt(inLine);
    }
    const timer = this.#timers.takeDue(index);
    this.#touches?.timer(timer.number);
    this.#running.who = timer.who; // its callback is the code of the task that set it
    return timer;
  }

  #nextImmediate(): Immediate | undefined {
    this.#dropCleared();
    if (this.#ofThisLap === 0 && this.#hasRef()) {
      this.#ofThisLap = this.#immediates.size;
      this.#areOfProgram = false;
    }
    return this.#nextOfLap();
  }

  #nextOfLap(): Immediate | undefined {
    this.#dropCleared();
    if (this.#ofThisLap === 0) {
      return undefined;
    }
    this.#ofThisLap--;
    const immediate = this.#immediates.takeAt(0);
    this.#running.who = immediate.who;
    return immediate;
  }

  /** Those of this lap that were called off, up to the first that was not. */
  #dropCleared(): void {
    while (this.#ofThisLap > 0 && this.#immediates.at(0)?.isCleared) {
      this.#immediates.takeAt(0);
      this.#ofThisLap--;
    }
  }

  /** Whether there is an immediate that keeps the program alive: without one, the loop does not turn. */
  #hasRef(): boolean {
    for (let index = 0; index < this.#immediates.size; index++) {
      const { isCleared, hasRef } = this.#immediates.at(index) as Immediate;
      if (!isCleared && hasRef()) {
        return true;
      }
    }
    return false;
  }
}

/** What the line of turns is, where it begins as an immediate: those turns are counted themselves. */
export const LINE = "line";

const always = (): boolean => true;
