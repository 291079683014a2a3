import { BlockAuthor, type Limits } from "./block-author.ts";
import {
  queueKinds,
  type Op,
  type Program,
  type QueueId,
  type Source,
  type Stage,
  type TaskId,
} from "./program.ts";
import type { Random } from "./random.ts";
import type { Motif, Theme } from "./themes.ts";

const limits: Limits = { depth: 3, steps: 40 };

/** Writes the steps of a motif; none that hold others where the program is full. */
type WriteMotif = (
  author: Author,
  name: Motif,
  isFull: boolean,
) => readonly Op[];

/** Writes one program. */
export class Author extends BlockAuthor<Motif, Op> {
  readonly #writeMotif: WriteMotif;
  readonly #queueCount: number;
  /** Tasks that main starts; those that others start have higher numbers. */
  readonly #taskCount: number;
  #childCount = 0;

  constructor(random: Random, theme: Theme, writeMotif: WriteMotif) {
    super(random, theme.motifs, limits);
    this.#writeMotif = writeMotif;
    this.#queueCount = 1 + random.below(theme.queues);
    this.#taskCount = 2 + random.below(5);
  }

  program(): Program {
    const { random } = this;
    const queues = Array.from({ length: this.#queueCount }, () => {
      const kind = random.oneIn(2) ? "fifo" : random.pick(queueKinds);
      return [kind, random.pick([0, 0, 1, 1, 1, 2, 2, 3])] as const;
    });
    const main = [...this.#opening(), ...this.#ending(), ...this.block(4)];
    return { queues, main };
  }

  // The parts of steps.

  queue(): QueueId {
    return this.random.below(this.#queueCount);
  }

  /** Any task, also one that does not exist yet, and the one that takes the step. */
  task(): TaskId {
    return 1 + this.random.below(this.#taskCount + this.#childCount);
  }

  item(): number {
    return this.random.below(50);
  }

  /** There are few, so that many deadlines are equal. */
  delay(): number {
    return this.random.pick([0, 0, 0, 1, 1, 1, 2, 2, 3, 5, -1]);
  }

  source(): Source {
    const length = this.random.below(4);
    return [Array.from({ length }, () => this.brief()), this.brief()];
  }

  stage(): Stage {
    const { random } = this;
    const stages: Record<Stage[0], Stage> = {
      map: ["map", this.delay(), random.below(9), 1 + random.below(9)],
      filter: ["filter"],
      take: ["take", random.below(4)],
    };
    return stages[random.weighted({ map: 2, filter: 1, take: 1 })];
  }

  newTask(): TaskId {
    return this.#taskCount + ++this.#childCount;
  }

  /** Starts the tasks, most of them at once. */
  #opening(): Op[] {
    const ops: Op[] = [];
    for (let id = 1; id <= this.#taskCount; id++) {
      ops.push(["spawn", id, this.block(6)]);
      if (this.random.oneIn(6)) {
        ops.push(...this.brief());
      }
    }
    return ops;
  }

  /** Mostly a task that cannot be cancelled, which ends all waits for the queues. */
  #ending(): Op[] {
    const { random } = this;
    if (random.oneIn(8)) {
      return [];
    }
    const body: Op[] = [["sleep", 4 + random.below(10)]];
    for (let id = 0; id < this.#queueCount; id++) {
      body.push(["shut", id, random.oneIn(3) ? 1 : 0], ["finish", id]);
    }
    return [["spawn", 0, body]];
  }

  protected write(name: Motif, isFull: boolean): readonly Op[] {
    return this.#writeMotif(this, name, isFull);
  }
}
