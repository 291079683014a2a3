import type { Random } from "./random.ts";

/** When a program is full: then it gets no more steps that hold others. */
export interface Limits {
  /** How deep blocks stand in each other. */
  readonly depth: number;
  readonly steps: number;
}

/** Draws motifs, which are steps that make sense together, and puts them into blocks. */
export abstract class BlockAuthor<Motif extends string, Op> {
  readonly random: Random;
  readonly #weights: Readonly<Partial<Record<Motif, number>>>;
  readonly #limits: Limits;
  #depth = 0;
  #motifCount = 0;

  /** @param weights how often each motif comes, relative to the others */
  constructor(
    random: Random,
    weights: Readonly<Partial<Record<Motif, number>>>,
    limits: Limits,
  ) {
    this.random = random;
    this.#weights = weights;
    this.#limits = limits;
  }

  /** At least one motif, and at most that many. */
  block(max: number): readonly Op[] {
    this.#depth++;
    const length = 1 + this.random.below(max);
    const block = Array.from({ length }, () => this.#motif()).flat();
    this.#depth--;
    return block;
  }

  /** Nothing, or one motif. */
  brief(): readonly Op[] {
    return this.random.oneIn(2) ? [] : this.block(1);
  }

  /** Writes the steps of a motif; none that hold others where the program is full. */
  protected abstract write(name: Motif, isFull: boolean): readonly Op[];

  #motif(): readonly Op[] {
    const { depth, steps } = this.#limits;
    const name = this.random.weighted<Motif>(this.#weights);
    const isFull = this.#depth > depth || ++this.#motifCount > steps;
    return this.write(name, isFull);
  }
}
