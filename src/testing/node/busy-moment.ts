import type { Timer, VirtualTimers } from "../loop/virtual-timers.ts";
import { realNow as now } from "./real-clock.ts";

/** What so many callbacks cost at one moment is not yet without end; */
const MUCH_EFFORT = 5_000;
/** nor is so much more, right behind a moment that had no end. */
const SOME_EFFORT = 100;

/** What it costs to find out that all is quiet at a moment, */
const EFFORT_OF_QUIET = 2;
/** and each millisecond of patience. */
const EFFORT_OF_MS = 4;

/**
 * What comes from the real world at one virtual moment: what it has cost, in calls of `stat`, and how long it really takes.
 *
 * What goes on in the real world may always begin some more of it, where a loop waits for a timer that is to end it. So a
 * moment at which very much has come is over for a timer that would really have fired by now. Where others that have been
 * set meanwhile are due before that one, time passes as it really does. A timer that is set anew again and again, such as
 * that of a connection in use, ends nothing.
 */
export class BusyMoment {
  /** Whether time goes on although the real world has not fallen silent. */
  isHeldUp = false;
  /** So many milliseconds of patience have brought nothing. */
  lostPatience = 0;
  #effort = 0;
  /** What it had cost when this moment began. */
  #effortBefore = 0;
  #enough = MUCH_EFFORT;
  /** Those that have been pending since they were noted, the earliest last; and how far real time was ahead then. */
  #pending: Timer[] = [];
  #ahead = 0;
  /** Since when time passes that has really passed: at first, since something came. */
  #since = Infinity;
  #passes = false;
  /** What had come until then, where it passes by itself. */
  #effortPassed = 0;

  /** What it has cost; what had no end goes on at the next moment. */
  get effort(): number {
    return this.#effort;
  }

  /** Whether it has gone on beyond one. */
  get isLong(): boolean {
    return this.#effortBefore > 0;
  }

  begin(): void {
    this.#effort = 0;
    this.isHeldUp = false;
    this.end();
  }

  /** Time has gone on. @returns what a moment has cost that had an end */
  end(): number {
    const effort = this.#effort + EFFORT_OF_MS * this.lostPatience;
    const { isHeldUp } = this;
    if (!isHeldUp) {
      this.#effort = 0;
    }
    this.#effortBefore = this.#effort;
    this.#enough = this.#effort + (isHeldUp ? SOME_EFFORT : MUCH_EFFORT);
    this.#pending = [];
    this.#since = Infinity;
    this.#passes = this.isHeldUp = false;
    this.lostPatience = 0;
    return isHeldUp || effort === 0 ? 0 : effort + EFFORT_OF_QUIET;
  }

  /** Something has come that has cost so much. */
  add(effort: number): void {
    this.#effort += effort;
    this.#since = Math.min(this.#since, now());
  }

  /** Whether it is over, so much has come. */
  hasLasted(timers: VirtualTimers): boolean {
    this.isHeldUp = this.#effort > this.#enough && this.isOverFor(timers);
    return this.isHeldUp;
  }

  /** Whether the next timer would really have fired by now, as far as that is known: since timers have been noted. */
  isOverFor(timers: VirtualTimers): boolean {
    const first = this.#overdue(timers);
    const passes =
      first !== undefined &&
      (this.#passes || first.deadline > timers.nextDeadline);
    if (passes && !this.#passes) {
      this.#since = now();
      this.#effortPassed = this.#effort;
    }
    this.#passes = passes;
    return first !== undefined && !passes;
  }

  #overdue(timers: VirtualTimers): Timer | undefined {
    this.noteTimers(timers);
    const first = this.#pending.at(-1);
    return first !== undefined && first.deadline + this.#ahead <= now()
      ? first
      : undefined;
  }

  /** Begins to count how long timers have really been pending. */
  noteTimers(timers: VirtualTimers): void {
    while (this.#pending.at(-1)?.index === -1) {
      this.#pending.pop();
    }
    if (this.#pending.length === 0) {
      this.#pending = timers.laterUntil(Infinity).toReversed();
      this.#ahead = now() - timers.now;
    }
  }

  /**
   * How many more whole milliseconds have really passed, where time passes as it really does; where it does so by itself, no
   * more than what has come has cost, lest a busy machine end what is quick.
   * @param areAsked whether it does so since the clocks have been asked again and again
   */
  msPassed(areAsked: boolean): number {
    if (!areAsked && !this.#passes) {
      return 0;
    }
    const ms = Math.max(0, Math.trunc(now() - this.#since));
    this.#since += ms;
    if (areAsked) {
      return ms;
    }
    const most = Math.trunc(this.#effort - this.#effortPassed);
    this.#effortPassed += most;
    return Math.min(ms, most);
  }
}
