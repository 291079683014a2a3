import { BlockAuthor, type Limits } from "../parity/block-author.ts";
import type { Random } from "../parity/random.ts";
import {
  oddities,
  oddErrors,
  type Block,
  type Id,
  type Oddity,
  type Op,
  type Program,
} from "./program.ts";
import { isWaiting } from "./steps.ts";
import type { Motif, Theme } from "./themes.ts";

const limits: Limits = { depth: 4, steps: 30 };

/** Writes the steps of a motif; none that hold others where the program is full. */
type WriteMotif = (
  author: Author,
  name: Motif,
  isFull: boolean,
) => readonly Op[];

/** Writes one program. */
export class Author extends BlockAuthor<Motif, Op> {
  readonly ending: Program["ending"];
  readonly #writeMotif: WriteMotif;
  readonly #delays: [number, number, number];
  readonly #listens: boolean;
  #logCount = 0;

  constructor(random: Random, theme: Theme, writeMotif: WriteMotif) {
    super(random, theme.steps, limits);
    this.#writeMotif = writeMotif;
    this.#listens = !random.oneIn(6);
    this.ending = random.oneIn(4) ? "empty" : "moment";
    const delay = (): number => random.pick([0, 1, 2, 3, 5, 10, 20]);
    this.#delays = [delay(), delay(), delay()];
  }

  program(): Program {
    const main = Array.from({ length: 3 }, () => this.block(4)).flat();
    return { ending: this.ending, listens: this.#listens, main };
  }

  /** One of few things of a kind, also one that does not exist. */
  id(): Id {
    return 1 + this.random.below(3);
  }

  /** A signal, or often none. */
  signalOrNone(): Id {
    return this.random.oneIn(3) ? 0 : this.id();
  }

  ids(): Id[] {
    return Array.from({ length: this.random.below(4) }, () => this.id());
  }

  /** Few different ones in a program, so that many deadlines are equal. */
  delay(): number {
    return this.random.pick(this.#delays);
  }

  value(): number {
    return this.random.below(10);
  }

  /** An error where a run may fail with it: Node wraps other values, and such a one cannot tell what was printed. */
  oddity(): Oddity {
    return this.random.pick(this.#listens ? oddities : oddErrors);
  }

  word(): string {
    return `line ${++this.#logCount}`;
  }

  /** A block that does not wait, most of the time: other people's callbacks seldom do. */
  plain(max: number): Block {
    const block = this.block(max);
    return this.random.oneIn(4)
      ? block
      : block.filter((op) => !isWaiting([op]));
  }

  protected write(name: Motif, isFull: boolean): readonly Op[] {
    return this.#writeMotif(this, name, isFull);
  }
}
