import type { AsyncQueue, Task, TaskGroup } from "../../../src/index.ts";
import { nameOf } from "./errors.ts";
import type { Block, Op, TaskId } from "./program.ts";
import type { Made } from "./things.ts";

/** What the actors of one run share. */
export interface Shared {
  readonly queues: readonly AsyncQueue<number>[];
  readonly things: readonly Made[];
  readonly actors: Map<TaskId, Actor>;
  note(who: string, what: string): void;
  /** Starts a task, in a group if there is one. */
  spawn(id: TaskId, body: Block, starter: Actor, group?: TaskGroup): void;
  /** Takes one step. @returns true if it is a return, or was ended by one */
  step(actor: Actor, op: Op): Promise<boolean>;
}

/** How some of the steps are taken. Each gives true if it is a return, or was ended by one. */
export type Steps<Name extends Op[0]> = {
  readonly [Each in Name]: (
    actor: Actor,
    op: Extract<Op, readonly [Each, ...unknown[]]>,
  ) => Promise<boolean>;
};

/** It takes a part of a program: main, or the body of a task. */
export class Actor {
  readonly name: string;
  readonly shared: Shared;
  /** Undefined for main. */
  task: Task<TaskId> | undefined;
  /** What it waits for. */
  waitsFor: string | undefined;
  /** The innermost group around it. */
  group: TaskGroup | undefined;
  /** So many of its generators are being closed; see program.ts. */
  closes = 0;
  #isStarted = false;
  /** Those of its task, and of the groups and time limits that it stands in, the innermost last. */
  readonly #signals: AbortSignal[] = [];

  constructor(name: string, shared: Shared) {
    this.name = name;
    this.shared = shared;
  }

  /** Whether both languages would do the same with a cancellation; see program.ts. */
  get canBeCancelled(): boolean {
    return (
      !this.#isStarted || this.#signals[0]?.aborted === false || this.task!.done
    );
  }

  /** What its waits heed; see program.ts. */
  get signal(): AbortSignal | undefined {
    return this.#signals.findLast(({ aborted }) => !aborted);
  }

  note(what: string): void {
    this.shared.note(this.name, what);
  }

  /** Takes a whole part. */
  async take(part: Block, signal?: AbortSignal): Promise<void> {
    this.#isStarted = true;
    if (signal !== undefined) {
      this.#signals.push(signal);
    }
    try {
      await this.run(part);
      this.note("ends");
    } catch (error) {
      this.note(`fails !${nameOf(error)}`);
      throw error;
    }
  }

  /** @returns true if a return was among the steps that were taken */
  async run(block: Block): Promise<boolean> {
    for (const op of block) {
      if (await this.shared.step(this, op)) {
        return true;
      }
    }
    return false;
  }

  /** Runs the steps that close a generator. */
  async runClosing(block: Block): Promise<void> {
    this.closes++;
    try {
      await this.run(block);
    } finally {
      this.closes--;
    }
  }

  /** Runs steps that stand in a group or a time limit with that signal. */
  async within(signal: AbortSignal, block: Block): Promise<boolean> {
    this.#signals.push(signal);
    try {
      return await this.run(block);
    } finally {
      this.#signals.pop();
    }
  }

  /** Waits in a way that a signal can end. */
  async waitHeeding<T>(
    what: string,
    begin: (options: { signal?: AbortSignal | undefined }) => PromiseLike<T>,
    outcome?: (value: T) => string,
  ): Promise<T> {
    const { signal } = this;
    return this.wait(what, () => begin({ signal }), outcome);
  }

  /** Waits, and notes the result or the error. */
  async wait<T>(
    what: string,
    begin: () => PromiseLike<T>,
    outcome: (value: T) => string = () => "",
  ): Promise<T> {
    this.waitsFor = what;
    try {
      const value = await begin();
      this.note(what + outcome(value));
      return value;
    } catch (error) {
      this.note(`${what} !${nameOf(error)}`);
      throw error;
    } finally {
      this.waitsFor = undefined;
    }
  }

  /** Does something that does not wait, and notes the result or the error. */
  attempt(what: string, act: () => string): void {
    try {
      this.note(what + act());
    } catch (error) {
      this.note(`${what} !${nameOf(error)}`);
    }
  }
}
