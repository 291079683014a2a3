import type { Turn } from "../../core/host.ts";
import { Deadlines, type Dated } from "./deadlines.ts";
import { Row } from "./row.ts";
import type { RunningCode } from "./running-code.ts";
import type { Touches } from "./touches.ts";

/** What the code under test holds of a timer. */
export interface TimerHandle {
  /** Whether it fires again and again. */
  readonly repeats: boolean;
  /** Whether somebody awaits each of its firings, and goes on only to await the next. */
  readonly isAwaited?: boolean | undefined;
  /** Where it was set first. */
  note?: unknown;
  /** It was set in an earlier run: nothing waits for it in this one. */
  isOlder?: boolean;
  hasRef(): boolean;
  /** Called when its time has come. */
  fire(): void;
}

/** A callback due at a moment; its note says where it was set. */
export interface Timer extends Turn, Dated {
  /** Its delay. */
  readonly ms: number;
  /** A sleep resumes code only on a turn, so all sleeps that are due at a moment can line up before anything runs. */
  readonly isSleep: boolean;
  /** Whose code set it. */
  readonly who: string;
  /** Counts the timers of a run, from 1, in the order they were set. */
  readonly number: number;
  /** The object that the code under test holds; a sleep has none. */
  readonly handle: TimerHandle | undefined;
  /** In which job it was set. */
  readonly job: number;
  /** Its deadline has come, and it has neither run nor been called off. */
  isDue: boolean;
}

/** Takes down where in its source the program is. The loop only keeps that, for a diagnosis. */
export interface PlaceTaker {
  take(): unknown;
  /** The same for a sleep, of which only few ask where it was. */
  takeMinor(): unknown;
}

/** The timers of a loop, and its time: that of the deadline to which they have come. */
export class VirtualTimers {
  /** Milliseconds since the start of the run. */
  now = 0;
  /** When the sleep was due that is taking its place in the line of turns, while it is. */
  waking: number | undefined = undefined;
  /** The timer that fired last. */
  fired: Timer | undefined;
  readonly #later = new Deadlines<Timer>();
  /** In the order in which they fire. One that is called off stays here until somebody comes across it. */
  #due = new Row<Timer>();
  #calledOff = 0;
  #takenUp: Timer | undefined;
  readonly #running: RunningCode;
  readonly #places: PlaceTaker;
  readonly #touches: Touches | undefined;
  #lastNumber = 0;
  /** When Node's loop wakes up: for the timer that is next behind those that fire, or for an earlier one that was set later on, also where it has been called off. */
  #alarm = Infinity;
  #areFiring = false;
  /** One that keeps the program alive, where that is known: to ask all at each moment would take long. */
  #keepsAlive: Timer | undefined;

  constructor(
    running: RunningCode,
    places: PlaceTaker,
    touches: Touches | undefined,
  ) {
    this.#touches = touches;
    this.#running = running;
    this.#places = places;
  }

  /** The number of the timer that was set last. */
  get lastNumber(): number {
    return this.#lastNumber;
  }

  /** True while there is a timer that is not due yet. */
  get areLater(): boolean {
    return this.#later.size > 0;
  }

  /** When the next one is due; there must be one. */
  get nextDeadline(): number {
    return (this.#later.first as Timer).deadline;
  }

  /** The timers that have not fired, in no particular order. */
  get pending(): readonly Timer[] {
    return [...this.#later.values, ...this.#due.values().filter(isDue)];
  }

  /** Whether the timers that are pending keep nothing alive: they only repeat, and none has a ref. */
  get keepNothingAlive(): boolean {
    const known = this.#keepsAlive;
    if (known === undefined || !isPending(known) || !keepsAlive(known)) {
      this.#keepsAlive =
        this.#later.values.find(keepsAlive) ?? this.due.find(keepsAlive);
    }
    return this.#keepsAlive === undefined;
  }

  /** How many timers are due. */
  get dueSize(): number {
    return this.#due.size - this.#calledOff;
  }

  /** The timers that are due, in the order in which they fire. */
  get due(): readonly Timer[] {
    this.#skipCalledOff();
    return this.#due.values();
  }

  /** The timers up to a deadline that are not due yet, in the order in which they will be. */
  laterUntil(deadline: number): readonly Timer[] {
    return this.#later.until(deadline).toSorted(byTurn);
  }

  /** The timer that is due, at an index in the order in which they fire. */
  dueAt(index: number): Timer | undefined {
    this.#skipCalledOff();
    return this.#due.at(index);
  }

  /** Takes out a timer that is due, to run it. */
  takeDue(index: number): Timer {
    if (index > 0) {
      this.#skipCalledOff();
    }
    let timer = this.#due.takeAt(index);
    while (!timer.isDue) {
      this.#calledOff--;
      timer = this.#due.takeAt(0);
    }
    timer.isDue = false;
    return this.#noteFired(timer);
  }

  /** Takes out a timer that is not due yet, to run it: by then it is, and all that are due before it are late. */
  takeLater(timer: Timer): void {
    this.#later.remove(timer);
    this.now = timer.deadline;
    this.wake();
    if (!timer.isSleep) {
      this.#noteFired(timer);
    }
  }

  /** Sets a timer. @returns what calls it off, also while it is due; nothing of one that never fires */
  set(ms: number, handle: TimerHandle): Timer | undefined {
    return this.#set(ms, fireHandle, handle);
  }

  /** The same for a sleep. */
  sleep(ms: number, run: () => void): Timer | undefined {
    return this.#set(ms, run, undefined);
  }

  #set(
    ms: number,
    run: () => void,
    handle: TimerHandle | undefined,
  ): Timer | undefined {
    if (ms === Infinity) {
      return undefined;
    }
    const isSleep = handle === undefined;
    const timer: Timer = {
      deadline: toNanosecond(this.now + ms),
      ms,
      run,
      isSleep,
      who: this.#running.who,
      number: isSleep ? 0 : ++this.#lastNumber,
      note: isSleep
        ? this.#places.takeMinor()
        : (handle.note ??= this.#places.take()),
      handle,
      job: this.#running.job,
      isDue: false,
      index: -1,
    };
    this.#later.push(timer);
    if (!this.#areFiring) {
      this.#alarm = Math.min(this.#alarm, timer.deadline);
    }
    return timer;
  }

  /** Calls one off, also while it is due. */
  callOff(timer: Timer | undefined): void {
    if (timer === undefined) {
      return;
    }
    this.#touches?.timer(timer.number);
    if (timer.index >= 0) {
      this.#later.remove(timer);
    } else if (timer.isDue) {
      timer.isDue = false;
      this.#calledOff++;
    }
  }

  /** A timer of that delay has called back: Node takes up the next one of the same delay, and only then runs ticks and microtasks. */
  takeUpNext(ms: number): void {
    let next = this.#due.at(0);
    while (next?.isDue === false) {
      this.#due.takeAt(0);
      this.#calledOff--;
      next = this.#due.at(0);
    }
    this.#takenUp = next?.ms === ms ? next : undefined;
  }

  /** Whether a timer fires next, come what may: to start it anew is too late. */
  isTakenUp(handle: TimerHandle): boolean {
    return this.#takenUp?.handle === handle && this.#takenUp.isDue;
  }

  /**
   * Moves time to the next deadline, where nothing fires yet; there must be one.
   * @param isAwaited whether something else is to run as soon as Node's loop wakes up, be it for a timer that was called off
   */
  advance(isAwaited: boolean): void {
    const { nextDeadline } = this;
    this.now = isAwaited ? Math.min(nextDeadline, this.#alarm) : nextDeadline;
  }

  /** Lets time pass, to the next deadline at most, which has then come. */
  pass(ms: number): void {
    const next = this.#later.first?.deadline ?? Infinity;
    this.now = Math.min(this.now + ms, next);
    this.wake();
  }

  /** All that were due have fired. */
  haveFired(): void {
    this.#areFiring = false;
  }

  /** Ends the sleeps whose deadline has come, and makes the other timers due. */
  wake(): void {
    while ((this.#later.first?.deadline ?? Infinity) <= this.now) {
      const timer = this.#later.shift();
      if (timer.isSleep) {
        this.wakeSleep(timer);
      } else {
        timer.isDue = true;
        this.#due.push(timer);
      }
    }
    this.#alarm = this.#later.first?.deadline ?? Infinity;
    this.#areFiring = true;
  }

  /** Its code takes its place in the line of turns. */
  wakeSleep(sleep: Timer): void {
    this.#running.who = sleep.who;
    this.#running.rests++;
    this.waking = sleep.deadline;
    sleep.run();
    this.waking = undefined;
  }

  #noteFired(timer: Timer): Timer {
    this.fired = timer;
    this.#running.firings++;
    this.#running.rests++;
    return timer;
  }

  /** So that an index counts only those that are due; the first one needs none. */
  #skipCalledOff(): void {
    if (this.#calledOff > 0) {
      const due = this.#due.values().filter(isDue);
      this.#due = new Row();
      due.forEach((timer) => this.#due.push(timer));
      this.#calledOff = 0;
    }
  }
}

function fireHandle(this: Timer): void {
  this.handle?.fire();
}

function keepsAlive({ handle }: Timer): boolean {
  const isForOthers = handle?.repeats === true || handle?.isOlder === true;
  return !isForOthers || handle.hasRef();
}

function isPending(timer: Timer): boolean {
  return timer.index >= 0 || timer.isDue;
}

function isDue(timer: Timer): boolean {
  return timer.isDue;
}

/** As they come where each is taken at its time: sleeps line up behind the timers of their moment. */
function byTurn(a: Timer, b: Timer): number {
  return a.deadline - b.deadline || Number(a.isSleep) - Number(b.isSleep);
}

/** Sums of fractions meet where they are meant to: 0.1 + 0.2 is 0.3. */
function toNanosecond(ms: number): number {
  return Number.isInteger(ms) ? ms : Math.round(ms * 1e6) / 1e6;
}
