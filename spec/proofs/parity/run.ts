import {
  AsyncLifoQueue,
  AsyncPriorityQueue,
  AsyncQueue,
  CancelledError,
  createTask,
  type TaskGroup,
} from "../../../src/index.ts";
import { DeadlockError, runVirtual } from "../../../src/testing/index.ts";
import { Actor, type Shared } from "./actor.ts";
import type {
  Block,
  Program,
  QueueKind,
  TaskId,
  Transcript,
} from "./program.ts";
import { isCancellation } from "./errors.ts";
import { finish } from "./queue-steps.ts";
import { step } from "./steps.ts";
import { stateOf } from "./task-steps.ts";
import { makeThings, stateOf as stateOfThing, type Made } from "./things.ts";
import { shownVariable } from "./variable.ts";

/** Runs a program on this library, in virtual time. */
export async function runProgram(program: Program): Promise<Transcript> {
  const run = new Run(program);
  try {
    // Without traces: a transcript has no places in the source.
    await runVirtual(() => run.main(program.main), { traces: 0 });
  } catch (error) {
    run.noteEnd(error);
  }
  return run.transcript;
}

class Run implements Shared {
  readonly queues: readonly AsyncQueue<number>[];
  readonly things: readonly Made[];
  readonly actors = new Map<TaskId, Actor>();
  readonly step = step;
  #start = 0;
  readonly #lines: string[] = [];
  readonly #main = new Actor("main", this);

  constructor({ queues, things }: Program) {
    this.things = makeThings(things);
    this.queues = queues.map(([kind, maxsize]) => makers[kind](maxsize));
  }

  get transcript(): Transcript {
    return this.#lines.join("\n");
  }

  note(who: string, what: string): void {
    const at = performance.now() - this.#start;
    this.#lines.push(`${at} ${who} ${what}${shownVariable()}`);
  }

  spawn(id: TaskId, body: Block, starter: Actor, group?: TaskGroup): void {
    const actor = new Actor(`t${id}`, this);
    const { name } = actor;
    actor.group = starter.group;
    const run = async (signal: AbortSignal): Promise<TaskId> => {
      try {
        await actor.take(body, signal);
      } catch (error) {
        throw isCancellation(error) ? new CancelledError() : error;
      }
      return id;
    };
    const task =
      group === undefined
        ? createTask(run, { name })
        : group.createTask(run, { name });
    this.actors.set(id, actor);
    actor.task = task;
    // Main awaits each task in the end, so a failure before that must not be raised as unhandled.
    task.then(undefined, () => {});
  }

  async main(part: Block): Promise<void> {
    this.#start = performance.now();
    try {
      await this.#main.take(part);
    } catch {
      // It is noted already. Main goes on, since it has to see all tasks end.
    }
    const seen = new Set<TaskId>();
    for (;;) {
      const [next] = [...this.actors.keys()]
        .filter((id) => !seen.has(id))
        .toSorted((a, b) => a - b);
      if (next === undefined) {
        break;
      }
      seen.add(next);
      await this.#seeEnd(next);
    }
    this.#noteFinalStates();
  }

  /** Main could not end. */
  noteEnd(error: unknown): void {
    if (!(error instanceof DeadlockError)) {
      this.#lines.push(`crash ${String(error)}`);
      return;
    }
    const waiting = [this.#main, ...this.#actorsInOrder()]
      .filter(({ waitsFor }) => waitsFor !== undefined)
      .map(({ name, waitsFor }) => `${name} ${waitsFor}`);
    const sizes = this.queues.map(({ size }, id) => `q${id} /${size}`);
    const states = [...waiting, ...sizes, ...this.#thingStates()];
    this.#lines.push(`deadlock: ${states.join(", ")}`);
  }

  async #seeEnd(id: TaskId): Promise<void> {
    try {
      await this.#main.run([["await", id]]);
    } catch {
      // It is noted already.
    }
  }

  #noteFinalStates(): void {
    const tasks = this.#actorsInOrder().map(
      ({ name, task }) => `${name} ${stateOf(task!)}`,
    );
    const queues = this.queues.map((queue, id) => {
      const unfinished = finish(queue);
      const items: number[] = [];
      while (!queue.empty) {
        items.push(queue.getNowait());
      }
      return `q${id} [${items.join()}] ${unfinished} unfinished`;
    });
    const states = [...tasks, ...queues, ...this.#thingStates()];
    this.note("main", `ends: ${states.join(", ")}`);
  }

  #thingStates(): string[] {
    return this.things.map((thing, id) => `s${id} ${stateOfThing(thing)}`);
  }

  #actorsInOrder(): Actor[] {
    return [...this.actors]
      .toSorted(([a], [b]) => a - b)
      .map(([, actor]) => actor);
  }
}

const makers: Record<QueueKind, (maxsize: number) => AsyncQueue<number>> = {
  fifo: (maxsize) => new AsyncQueue(maxsize),
  lifo: (maxsize) => new AsyncLifoQueue(maxsize),
  priority: (maxsize) => new AsyncPriorityQueue(maxsize),
  ranked: (maxsize) =>
    new AsyncPriorityQueue(maxsize, (a, b) => rank(a) - rank(b)),
};

function rank(item: number): number {
  return Math.floor(item / 10);
}
