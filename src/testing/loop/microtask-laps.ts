/** The real one: inside a run, the global of that name counts. */
const microtask = queueMicrotask;

/**
 * Counts how often the line of microtasks comes round. What many functions do side by side is done in a few laps; what one
 * does again and again takes a lap each time.
 */
export class MicrotaskLaps {
  /** How many laps had something to note. */
  count = 0;
  #isNoted = false;
  #isGoing = false;

  /** Something has been done in this lap. */
  note(): void {
    this.#isNoted = true;
    if (!this.#isGoing) {
      this.#isGoing = true;
      microtask(this.#comeRound);
    }
  }

  readonly #comeRound = (): void => {
    this.#isGoing = this.#isNoted;
    if (this.#isNoted) {
      this.#isNoted = false;
      this.count++;
      microtask(this.#comeRound);
    }
  };
}
