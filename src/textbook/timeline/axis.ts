/** Where something begins and ends from left to right, in pixels. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Something that happened at a place of a lane. */
export interface Mark {
  readonly x: number;
  readonly lane: string;
}

/** A moment of the virtual clock, as wide as the turns that happen at it. */
export interface Moment extends Span {
  readonly at: number;
}

/** How wide a mark is, at least. */
const MARK = 15;
const TURN_PADDING = 4;
const TURN_GAP = 3;
const MOMENT_PADDING = 7;
/** How wide all the time that passes is, taken together. */
const TIME = 260;
const SHORTEST_TIME = 18;

/** Goes through a run from left to right and gives each turn, and each mark in it, a place. */
export class Axis {
  readonly #markWidth: number;
  readonly #pixelsPerMs: number;
  readonly #moments: { at: number; from: number; to: number }[] = [];
  #x = 0;

  /**
   * @param duration of the run, in virtual milliseconds
   * @param stretch how many times as wide as it must be, from 1
   */
  constructor(duration: number, stretch: number) {
    this.#markWidth = MARK * stretch;
    this.#pixelsPerMs = (TIME * stretch) / duration;
  }

  /** How far it has come from the left. */
  get x(): number {
    return this.#x;
  }

  get moments(): readonly Moment[] {
    return this.#moments;
  }

  /** Places a turn behind the one before it. @param during places what happens in it, and is told where it begins */
  turn(at: number, during: (from: number) => void): Span {
    const moment = this.#momentOf(at);
    const from = this.#x;
    this.#x += TURN_PADDING;
    during(from);
    this.#x += TURN_PADDING;
    const to = this.#x;
    this.#x += MOMENT_PADDING;
    moment.to = this.#x;
    return { from, to };
  }

  /** Gives a mark a place of its own, so that no two marks lie on each other. */
  mark(lane: string): Mark {
    const x = this.#x + this.#markWidth / 2;
    this.#x += this.#markWidth;
    return { x, lane };
  }

  /** The moment of the turn before, if that was at the same time, or else a new one. */
  #momentOf(at: number): { to: number } {
    const last = this.#moments.at(-1);
    if (last?.at === at) {
      this.#x -= MOMENT_PADDING - TURN_GAP;
      return last;
    }
    this.#x += last === undefined ? 0 : this.#gap(at - last.at);
    const moment = { at, from: this.#x, to: this.#x };
    this.#moments.push(moment);
    this.#x += MOMENT_PADDING;
    return moment;
  }

  #gap(ms: number): number {
    return Math.max(SHORTEST_TIME, Math.round(ms * this.#pixelsPerMs));
  }
}
