import { BlockAuthor, type Limits } from "./block-author.ts";
import {
  queueKinds,
  type Op,
  type Program,
  type QueueId,
  type Source,
  type Stage,
  type TaskId,
  type Thing,
  type ThingId,
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
  /** Locks, events and the like. */
  readonly things: readonly Thing[];
  #childCount = 0;

  constructor(random: Random, theme: Theme, writeMotif: WriteMotif) {
    super(random, theme.motifs, limits);
    this.#writeMotif = writeMotif;
    this.#queueCount = 1 + random.below(theme.queues);
    this.#taskCount = 2 + random.below(5);
    this.things = this.#writeThings(theme.things ?? 0);
  }

  program(): Program {
    const { random } = this;
    const queues = Array.from({ length: this.#queueCount }, () => {
      const kind = random.oneIn(2) ? "fifo" : random.pick(queueKinds);
      return [kind, random.pick([0, 0, 1, 1, 1, 2, 2, 3])] as const;
    });
    const main = [...this.#opening(), ...this.#ending(), ...this.block(4)];
    return { queues, things: this.things, main };
  }

  // The parts of steps.

  queue(): QueueId {
    return this.random.below(this.#queueCount);
  }

  /** Any task, also one that does not exist yet, and the one that takes the step. */
  task(): TaskId {
    return 1 + this.random.below(this.#taskCount + this.#childCount);
  }

  thing(): ThingId {
    return this.random.below(this.things.length);
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

  #writeThings(most: number): readonly Thing[] {
    const { random } = this;
    const things: Thing[] = [];
    const count = most === 0 ? 0 : 1 + random.below(most);
    for (let id = 0; id < count; id++) {
      const lock = things.findIndex(([kind]) => kind === "lock");
      const kinds: Record<Thing[0], Thing> = {
        lock: ["lock"],
        semaphore: ["semaphore", random.below(3)],
        bounded: ["bounded", 1 + random.below(2)],
        event: ["event"],
        condition:
          lock >= 0 && random.oneIn(2) ? ["condition", lock] : ["condition"],
        barrier: ["barrier", 1 + random.below(4)],
      };
      const kind = random.weighted<Thing[0]>({
        lock: 3,
        semaphore: 3,
        bounded: 1,
        event: 2,
        condition: 4,
        barrier: 3,
      });
      things.push(kinds[kind]);
    }
    return things;
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
    for (let id = 0; id < this.things.length; id++) {
      body.push(...endingOf(this.things[id]!, id));
    }
    return [["spawn", 0, body]];
  }

  protected write(name: Motif, isFull: boolean): readonly Op[] {
    return this.#writeMotif(this, name, isFull);
  }
}

/** What ends the waits for a thing, as far as one can. */
function endingOf([kind]: Thing, id: ThingId): readonly Op[] {
  switch (kind) {
    case "event":
      return [["set", id, 1]];
    case "barrier":
      return [["break", id, 1]];
    case "condition":
      return [
        ["release", id],
        ["hold", id, [["notify", id, 9]]],
      ];
    case "lock":
    case "semaphore":
    case "bounded":
    default:
      return [["release", id], ["turn"], ["release", id]];
  }
}
