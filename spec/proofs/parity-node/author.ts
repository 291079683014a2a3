import { Random } from "../parity/random.ts";
import { writeCombo } from "./combos.ts";
import type { Block, Id, Op, Program } from "./program.ts";
import { isWaiting } from "./steps.ts";
import { themes, type Motif, type Theme } from "./themes.ts";
import { holders, writers } from "./writers.ts";

/** How deep blocks stand in each other. */
const MAX_DEPTH = 4;
/** After so many steps, a program gets no more steps that hold others. */
const MANY_STEPS = 30;
/** Fires once, which a run waits for and a process does not. */
const leftOutWhereEmpty: ReadonlySet<Op[0]> = new Set([
  "unref",
  "deadline",
  "channel",
  "unrefPort",
]);

/** The theme of a program of that number. */
export function themeOf(number: number): Theme {
  return themes[number % themes.length] as Theme;
}

/** Writes a program: the same one for the same seed and number. */
export function writeProgram(seed: number, number: number): Program {
  return new Author(new Random(seed, number), themeOf(number)).program();
}

/** Writes one program. */
export class Author {
  readonly random: Random;
  readonly #ending: Program["ending"];
  readonly #weights: Theme["steps"];
  readonly #delays: [number, number, number];
  #depth = 0;
  #stepCount = 0;
  #logCount = 0;

  constructor(random: Random, theme: Theme) {
    this.random = random;
    this.#ending = random.oneIn(4) ? "empty" : "moment";
    this.#weights = theme.steps;
    const delay = (): number => random.pick([0, 1, 2, 3, 5, 10, 20]);
    this.#delays = [delay(), delay(), delay()];
  }

  program(): Program {
    const listens = !this.random.oneIn(6);
    const main = Array.from({ length: 3 }, () => this.block(4)).flat();
    return { ending: this.#ending, listens, main };
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

  word(): string {
    return `line ${++this.#logCount}`;
  }

  /** Up to so many steps, one at least. */
  block(max: number): Block {
    this.#depth++;
    const length = 1 + this.random.below(max);
    const block = Array.from({ length }, () => this.#motif()).flat();
    this.#depth--;
    return block;
  }

  /** Often nothing, else one step. */
  brief(): Block {
    return this.random.oneIn(2) ? [] : this.block(1);
  }

  /** A block that does not wait, most of the time: other people's callbacks seldom do. */
  plain(max: number): Block {
    const block = this.block(max);
    return this.random.oneIn(4)
      ? block
      : block.filter((op) => !isWaiting([op]));
  }

  /** One step, or several that are interesting together. */
  #motif(): readonly Op[] {
    const name = this.random.weighted<Motif>(this.#weights);
    const isFull = this.#depth > MAX_DEPTH || ++this.#stepCount > MANY_STEPS;
    if (name === "combo") {
      const combo = isFull ? [] : writeCombo(this);
      return this.#ending === "empty"
        ? combo.filter(([name]) => !leftOutWhereEmpty.has(name))
        : combo;
    }
    const isLeftOut = this.#ending === "empty" && leftOutWhereEmpty.has(name);
    return (isFull && holders.has(name)) || isLeftOut
      ? [["log", this.word()]]
      : [writers[name](this)];
  }
}
