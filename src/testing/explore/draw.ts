import {
  stepOf,
  type Choice,
  type Chooser,
  type ScheduleStep,
} from "../loop/schedule.ts";

/** Draws a schedule: takes any job of each choice, all with the same chance. */
export class Draw implements Chooser {
  readonly steps: ScheduleStep[] = [];
  readonly #random: () => number;
  #choice = 0;

  /** @param random gives numbers from 0 to below 1 */
  constructor(random: () => number) {
    this.#random = random;
  }

  choose(choice: Choice): number {
    const ran = Math.floor(this.#random() * choice.width);
    this.#choice++;
    if (ran > 0) {
      this.steps.push(stepOf(choice, this.#choice, ran));
    }
    return ran;
  }
}

/** mulberry32: small, fast and good enough to draw schedules with; https://github.com/cprosche/mulberry32 */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
