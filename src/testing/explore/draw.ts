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
