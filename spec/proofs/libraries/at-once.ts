import { availableParallelism } from "node:os";

/** Lets jobs begin in their order, as many at once as there are processors. */
export class AtOnce {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** @param each how many jobs for each processor: more than one where they mostly wait */
  constructor(each: number) {
    this.#free = availableParallelism() * each;
  }

  async run<T>(job: () => Promise<T>): Promise<T> {
    if (this.#free > 0) {
      this.#free--;
    } else {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    try {
      return await job();
    } finally {
      const next = this.#waiting.shift() ?? (() => this.#free++);
      next();
    }
  }
}
